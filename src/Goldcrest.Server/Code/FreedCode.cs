namespace Goldcrest.Server.Code;

/// <summary>Code that has lost a use and may have lost its last one, until the collector looks at it.</summary>
internal sealed class FreedCode(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _since = new(StringComparer.Ordinal);

    /// <summary>Code that waits already waits anew.</summary>
    public void Add(string sha256Hex)
    {
        lock (_lock)
        {
            _since[sha256Hex] = time.GetUtcNow();
        }
    }

    /// <returns>What has waited for at least this long; it waits no more.</returns>
    public IReadOnlyCollection<string> TakeOlderThan(TimeSpan age)
    {
        var latest = time.GetUtcNow() - age;
        lock (_lock)
        {
            var taken = _since.Where(entry => entry.Value <= latest).Select(entry => entry.Key).ToList();
            taken.ForEach(hash => _since.Remove(hash));
            return taken;
        }
    }
}
