namespace Goldcrest.Server.Pool;

/// <summary>
/// The warm sandboxes of one <see cref="ShelfKey"/>, those who wait for one, and how many boots are under way for them. The one used last is taken first,
/// so that the others can go.
/// </summary>
internal sealed class Shelf
{
    private readonly Lock _gate = new();
    private readonly List<FunctionSandbox> _idle = [];
    private readonly Queue<TaskCompletionSource<FunctionSandbox>> _waiters = [];
    private int _booting;
    private int _leased;
    private bool _closed;

    /// <returns>A sandbox; or a place in the queue for one, and whether one more boot is due: those under way may suffice for all who wait.</returns>
    public (FunctionSandbox? Idle, Task<FunctionSandbox>? Turn, bool IsBootDue) TakeOrWait()
    {
        lock (_gate)
        {
            if (_idle.Count > 0)
            {
                var last = _idle[^1];
                _idle.RemoveAt(_idle.Count - 1);
                _leased++;
                return (last, null, false);
            }

            var turn = new TaskCompletionSource<FunctionSandbox>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Enqueue(turn);
            var isBootDue = _booting < _waiters.Count;
            _booting += isBootDue ? 1 : 0;
            return (null, turn.Task, isBootDue);
        }
    }

    /// <summary>A boot that is due begins.</summary>
    /// <returns>False when everybody was served meanwhile: there will be no boot.</returns>
    public bool TryBeginBoot()
    {
        lock (_gate)
        {
            if (_waiters.Count > 0)
            {
                return true;
            }

            _booting--;
            return false;
        }
    }

    /// <summary>A boot ended well: the sandbox goes to the first who waits, or is kept warm.</summary>
    /// <returns>False when nobody wants it: it must be removed.</returns>
    public bool TryPutBooted(FunctionSandbox sandbox)
    {
        lock (_gate)
        {
            _booting--;
            return TryPutLocked(sandbox);
        }
    }

    /// <summary>A lease ended well: the sandbox goes to the first who waits, or is kept warm.</summary>
    /// <returns>False when nobody wants it: it must be removed.</returns>
    public bool TryPutBack(FunctionSandbox sandbox)
    {
        lock (_gate)
        {
            _leased--;
            return TryPutLocked(sandbox);
        }
    }

    /// <summary>A lease ended badly: the sandbox does not come back.</summary>
    public void Discard()
    {
        lock (_gate)
        {
            _leased--;
        }
    }

    /// <summary>A boot failed. Told to the first who waits, unless the boots that are left suffice for all of them.</summary>
    public void FailBoot(Exception failure)
    {
        lock (_gate)
        {
            _booting--;
            if (_waiters.Count > _booting)
            {
                _waiters.Dequeue().SetException(failure);
            }
        }
    }

    /// <param name="idleSince">Those that wait for as long as this.</param>
    /// <param name="bornBefore">Those that are as old as this, used or not.</param>
    public IReadOnlyList<FunctionSandbox> TakeOld(DateTimeOffset idleSince, DateTimeOffset bornBefore)
    {
        lock (_gate)
        {
            var old = _idle.Where(sandbox => sandbox.IdleSince <= idleSince || sandbox.Born <= bornBefore).ToList();
            _idle.RemoveAll(old.Contains);
            return old;
        }
    }

    /// <summary>No sandbox is kept from now on. Who waits, or comes late, is still served.</summary>
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

    /// <returns>True when the shelf held nothing for nobody, and is closed now.</returns>
    public bool TryCloseUnused()
    {
        lock (_gate)
        {
            _closed |= _idle.Count == 0 && _waiters.Count == 0 && _booting == 0 && _leased == 0;
            return _closed;
        }
    }

    private bool TryPutLocked(FunctionSandbox sandbox)
    {
        if (_waiters.TryDequeue(out var turn))
        {
            _leased++;
            turn.SetResult(sandbox);
            return true;
        }

        if (!_closed)
        {
            _idle.Add(sandbox);
        }

        return !_closed;
    }
}
