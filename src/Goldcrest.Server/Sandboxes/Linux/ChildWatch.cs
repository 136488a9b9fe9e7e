namespace Goldcrest.Server.Sandboxes.Linux;

/// <summary>Reaps one child when it ends and tells it once.</summary>
internal sealed class ChildWatch : IPolled
{
    private readonly Lock _lock = new();
    private readonly EpollLoop _loop;
    private readonly ChildProcess _child;
    private readonly Action<ChildExit> _ended;
    private readonly long _key;

    /// <param name="ended">Called on the loop's thread; must not block.</param>
    public ChildWatch(EpollLoop loop, ChildProcess child, Action<ChildExit> ended)
    {
        _loop = loop;
        _child = child;
        _ended = ended;

        // The key must be stored before the first call, which may come from the loop's thread while Watch still runs.
        lock (_lock)
        {
            _key = loop.Watch(child.Descriptor, this);
        }
    }

    public void OnReady()
    {
        lock (_lock)
        {
            _loop.Unwatch(_child.Descriptor, _key);
        }

        var exit = _child.Reap();

        // Until now it may have stood before orphans whose ends were told earlier.
        OrphanWatch.ReapForks();
        _ended(exit);
    }
}
