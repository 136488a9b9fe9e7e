using System.Runtime.InteropServices;
using Goldcrest.Server.Sandboxes.Linux;

namespace Goldcrest.Server.Sandboxes.Output;

/// <summary>The reading end of one pipe out of a sandbox. The writing end goes to the program.</summary>
/// <remarks>Reading happens on the loop's thread and in <see cref="Drain"/>; the lock, shared by the pipes of one sandbox, keeps the calls apart.</remarks>
internal sealed unsafe class OutputPipe : IPolled, IDisposable
{
    /// <summary>What one turn reads at most, and as much as a pipe holds: a flood gives way to others after this.</summary>
    private const int BytesPerTurn = 64 * 1024;
    private const ulong BytesWaiting = 0x541b;
    private const int SetStatusFlags = 4;

    [ThreadStatic]
    private static byte[]? _buffer;

    private readonly Lock _lock;
    private readonly EpollLoop _loop;
    private readonly Action<ReadOnlySpan<byte>> _consume;
    private readonly long _key;
    private int _readEnd;
    private int _writeEnd;
    private bool _watched = true;

    public OutputPipe(EpollLoop loop, Lock gate, Action<ReadOnlySpan<byte>> consume)
    {
        _loop = loop;
        _lock = gate;
        _consume = consume;
        var ends = stackalloc int[2];
        if (Libc.Pipe(ends, Libc.CloseOnExec) != 0)
        {
            throw Fault.Of("make a pipe");
        }

        (_readEnd, _writeEnd) = (ends[0], ends[1]);

        // Only our end: a program that meets a full pipe must wait, not fail.
        _ = Libc.Control(_readEnd, SetStatusFlags, Libc.NonBlocking);
        lock (_lock)
        {
            _key = loop.Watch(_readEnd, this);
        }
    }

    public int WriteEnd => _writeEnd;

    /// <summary>Call once the program has its own copy.</summary>
    public void CloseWriteEnd()
    {
        _ = Libc.Close(_writeEnd);
        _writeEnd = -1;
    }

    public void OnReady()
    {
        lock (_lock)
        {
            ReadLocked(BytesPerTurn);
        }
    }

    /// <summary>Delivers what was in the pipe when the call began; what a program adds meanwhile does not keep it going.</summary>
    public void Drain()
    {
        lock (_lock)
        {
            int waiting;
            if (_readEnd < 0 || Libc.IoControl(_readEnd, BytesWaiting, &waiting) != 0)
            {
                return;
            }

            while (waiting > 0 && ReadLocked(Math.Min(waiting, BytesPerTurn)) is > 0 and var count)
            {
                waiting -= count;
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_readEnd < 0)
            {
                return;
            }

            UnwatchLocked();
            _ = Libc.Close(_readEnd);
            _readEnd = -1;
        }

        if (_writeEnd >= 0)
        {
            CloseWriteEnd();
        }
    }

    private int ReadLocked(int most)
    {
        if (_readEnd < 0)
        {
            return 0;
        }

        var buffer = _buffer ??= GC.AllocateUninitializedArray<byte>(BytesPerTurn);
        nint count;
        fixed (byte* target = buffer)
        {
            count = Libc.Read(_readEnd, target, most);
        }

        if (count > 0)
        {
            _consume(buffer.AsSpan(0, (int)count));
        }
        else if (count == 0 || Marshal.GetLastPInvokeError() is not (Libc.ErrorTryAgain or Libc.ErrorInterrupted))
        {
            UnwatchLocked();
        }

        return (int)count;
    }

    private void UnwatchLocked()
    {
        if (_watched)
        {
            _watched = false;
            _loop.Unwatch(_readEnd, _key);
        }
    }
}
