namespace Goldcrest.Server.Pool;

/// <summary>The warm sandboxes of one deployment and those who wait for one. The one used last is taken first, so that the others can go.</summary>
internal sealed class Shelf
{
    private readonly Lock _gate = new();
    private readonly List<FunctionSandbox> _idle = [];
    private readonly Queue<TaskCompletionSource<FunctionSandbox>> _waiters = [];
    private bool _closed;

    public bool HasWaiters
    {
        get
        {
            lock (_gate)
            {
                return _waiters.Count > 0;
            }
        }
    }

    /// <returns>A sandbox, or a place in the queue for one.</returns>
    public (FunctionSandbox? Idle, Task<FunctionSandbox>? Turn) TakeOrWait()
    {
        lock (_gate)
        {
            if (_idle.Count > 0)
            {
                var last = _idle[^1];
                _idle.RemoveAt(_idle.Count - 1);
                return (last, null);
            }

            var turn = new TaskCompletionSource<FunctionSandbox>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Enqueue(turn);
            return (null, turn.Task);
        }
    }

    /// <summary>Gives a sandbox to the first who waits, or keeps it warm.</summary>
    /// <returns>False when the deployment is gone and nobody waits: the sandbox must be removed.</returns>
    public bool TryPut(FunctionSandbox sandbox)
    {
        TaskCompletionSource<FunctionSandbox>? turn;
        lock (_gate)
        {
            if (!_waiters.TryDequeue(out turn))
            {
                if (!_closed)
                {
                    _idle.Add(sandbox);
                }

                return !_closed;
            }
        }

        turn.SetResult(sandbox);
        return true;
    }

    public void FailOne(Exception failure)
    {
        TaskCompletionSource<FunctionSandbox>? turn;
        lock (_gate)
        {
            _waiters.TryDequeue(out turn);
        }

        turn?.SetException(failure);
    }

    public IReadOnlyList<FunctionSandbox> TakeIdleSince(DateTimeOffset oldest)
    {
        lock (_gate)
        {
            var old = _idle.Where(sandbox => sandbox.IdleSince <= oldest).ToList();
            _idle.RemoveAll(old.Contains);
            return old;
        }
    }

    /// <summary>No sandbox is kept from now on.</summary>
    /// <returns>Those that were kept.</returns>
    public IReadOnlyList<FunctionSandbox> Close()
    {
        lock (_gate)
        {
            _closed = true;
            var all = _idle.ToList();
            _idle.Clear();
            return all;
        }
    }
}
