namespace Goldcrest.Server.Code;

/// <summary>Which code must stay, although no record may name it yet. One lock, held for a few instructions.</summary>
/// <param name="onFree">Is told of code whose last pin went, outside of the lock.</param>
internal sealed class CodePins(Action<string> onFree)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    // While a collection runs: everything that was pinned at any moment of it.
    private HashSet<string>? _touched;

    /// <returns>Dispose it to let go; further disposals do nothing.</returns>
    public IDisposable Add(string hash)
    {
        lock (_lock)
        {
            _counts[hash] = _counts.GetValueOrDefault(hash) + 1;
            _touched?.Add(hash);
        }

        return new Pin(this, hash);
    }

    /// <summary>Removes everything that is neither referenced nor pinned. One collection at a time.</summary>
    /// <param name="isReferenced">Whether a durable record names the hash; asked once for each, outside of the lock.</param>
    /// <param name="tryRemove">Removes one by <see cref="TryRemove"/>; false when it was not there, or was not removed.</param>
    /// <param name="cancellationToken">Stops between two.</param>
    /// <returns>How many were removed.</returns>
    public int Collect(IEnumerable<string> hashes, Func<string, bool> isReferenced, Func<string, bool> tryRemove, CancellationToken cancellationToken)
    {
        var removed = 0;
        BeginCollection();
        try
        {
            foreach (var hash in hashes)
            {
                cancellationToken.ThrowIfCancellationRequested();
                removed += !isReferenced(hash) && tryRemove(hash) ? 1 : 0;
            }
        }
        finally
        {
            EndCollection();
        }

        return removed;
    }

    /// <summary>Removes unless pinned since the collection began. A pin that comes now waits and then finds the code gone.</summary>
    /// <param name="hash">What to remove.</param>
    /// <param name="remove">Quick: it runs under the lock.</param>
    /// <returns>Whether it was removed.</returns>
    public bool TryRemove(string hash, Action remove)
    {
        lock (_lock)
        {
            if (_touched is null || _touched.Contains(hash))
            {
                return false;
            }

            remove();
            return true;
        }
    }

    /// <summary>From here on, a pin counts even if it is let go again: its holder's record may have come too late for the collector's question.</summary>
    private void BeginCollection()
    {
        lock (_lock)
        {
            _touched = [.. _counts.Keys];
        }
    }

    private void EndCollection()
    {
        lock (_lock)
        {
            _touched = null;
        }
    }

    private void Release(string hash)
    {
        lock (_lock)
        {
            if (--_counts[hash] > 0)
            {
                return;
            }

            _counts.Remove(hash);
        }

        onFree(hash);
    }

    private sealed class Pin(CodePins pins, string hash) : IDisposable
    {
        private CodePins? _pins = pins;

        public void Dispose() => Interlocked.Exchange(ref _pins, null)?.Release(hash);
    }
}
