namespace Goldcrest.Server.Pool;

/// <summary>Counts what a pool has under way (invocations, boots, removals), so that a stop can wait for all of it.</summary>
internal sealed class PoolBusyness
{
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;
    private volatile bool _closed;

    /// <summary>Ends when the pool was closed and nothing is under way.</summary>
    public Task Idle => _idle.Task;

    /// <returns>False when the pool is closed; else <see cref="Leave"/> must follow.</returns>
    public bool TryEnter()
    {
        Interlocked.Increment(ref _count);
        if (!_closed)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref _count) == 0 && _closed)
        {
            _idle.TrySetResult();
        }
    }

    /// <summary>For work that belongs to what was let in before; allowed when closed.</summary>
    public Held Hold()
    {
        Interlocked.Increment(ref _count);
        return new Held(this);
    }

    public void Close()
    {
        Interlocked.Increment(ref _count);
        _closed = true;
        Leave();
    }

    public readonly struct Held(PoolBusyness busyness) : IDisposable
    {
        public void Dispose() => busyness.Leave();
    }
}
