namespace Goldcrest.Server.Sandboxes.Network;

/// <summary>
/// Which numbers, and so addresses, are taken. They are given out in turn, so that one comes back as late as can be: what the kernel remembers of the
/// connections of its last holder is forgotten by then.
/// </summary>
/// <param name="count">They run from 0 to this, exclusive.</param>
internal sealed class SandboxNumbers(int count)
{
    private readonly Lock _lock = new();
    private readonly HashSet<int> _taken = [];
    private int _next;

    /// <exception cref="SandboxLaunchException">All are taken.</exception>
    public int Take()
    {
        lock (_lock)
        {
            if (_taken.Count == count)
            {
                throw new SandboxLaunchException($"all {count} addresses of the network are taken");
            }

            while (!_taken.Add(_next))
            {
                _next = (_next + 1) % count;
            }

            var number = _next;
            _next = (_next + 1) % count;
            return number;
        }
    }

    public void Return(int number)
    {
        lock (_lock)
        {
            _taken.Remove(number);
        }
    }
}
