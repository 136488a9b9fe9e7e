using System.Runtime.InteropServices;

namespace Goldcrest.Server.Sandboxes.Linux;

/// <summary>One thread that watches many descriptors and calls their owners in turn (level-triggered, so that nobody starves).</summary>
internal sealed unsafe class EpollLoop : IDisposable
{
    private const int Add = 1;
    private const int Remove = 2;
    private const uint Readable = 1;
    private const long WakeKey = 0;
    private const int EventsPerTurn = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<long, IPolled> _watched = [];
    private readonly int _epoll;
    private readonly int _wake;
    private readonly Thread _thread;
    private long _lastKey = WakeKey;
    private volatile bool _stopping;

    public EpollLoop(string threadName)
    {
        _epoll = Libc.EpollCreate(Libc.CloseOnExec);
        _wake = Libc.EventDescriptor(0, Libc.CloseOnExec | Libc.NonBlocking);
        if (_epoll < 0 || _wake < 0)
        {
            throw Fault.Of("make an epoll descriptor");
        }

        Register(_wake, WakeKey);
        _thread = new Thread(Run) { IsBackground = true, Name = threadName };
        _thread.Start();
    }

    /// <returns>A key for <see cref="Unwatch"/>.</returns>
    public long Watch(int descriptor, IPolled owner)
    {
        long key;
        lock (_lock)
        {
            key = ++_lastKey;
            _watched[key] = owner;
        }

        Register(descriptor, key);
        return key;
    }

    /// <summary>Call before the descriptor is closed. A call of <see cref="IPolled.OnReady"/> already under way may still finish.</summary>
    public void Unwatch(int descriptor, long key)
    {
        lock (_lock)
        {
            if (!_watched.Remove(key))
            {
                return;
            }
        }

        EpollEventless(descriptor);
    }

    public void Dispose()
    {
        if (_stopping)
        {
            return;
        }

        _stopping = true;
        ulong one = 1;
        _ = Libc.Write(_wake, (byte*)&one, sizeof(ulong));
        _thread.Join();
        _ = Libc.Close(_wake);
        _ = Libc.Close(_epoll);
    }

    private void EpollEventless(int descriptor)
    {
        Libc.EpollEvent ignored = default;
        _ = Libc.EpollControl(_epoll, Remove, descriptor, &ignored);
    }

    private void Register(int descriptor, long key)
    {
        var wanted = new Libc.EpollEvent { Events = Readable, Key = key };
        if (Libc.EpollControl(_epoll, Add, descriptor, &wanted) != 0)
        {
            throw Fault.Of("watch a descriptor");
        }
    }

    private void Run()
    {
        var events = stackalloc Libc.EpollEvent[EventsPerTurn];
        while (!_stopping)
        {
            var count = Libc.EpollWait(_epoll, events, EventsPerTurn, -1);
            if (count < 0 && Marshal.GetLastPInvokeError() != Libc.ErrorInterrupted)
            {
                return;
            }

            for (var i = 0; i < count; i++)
            {
                Find(events[i].Key)?.OnReady();
            }
        }
    }

    private IPolled? Find(long key)
    {
        lock (_lock)
        {
            return _watched.GetValueOrDefault(key);
        }
    }
}
