using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Goldcrest.Server.Sandboxes.Linux;

/// <summary>One child of the server, held by a pidfd, so that its number cannot be mistaken for another process's.</summary>
/// <remarks>Waits by pidfd and waitid only; .NET's own handling of SIGCHLD sees none of it.</remarks>
internal sealed unsafe class ChildProcess : IDisposable
{
    private const int PidfdOpen = 434;
    private const int PidfdSendSignal = 424;
    private const int WaitByPidfd = 3;
    private const int WaitExited = 4;
    private const int CodeOffset = 8;
    private const int StatusOffset = 24;
    private const int ExitedByItself = 1;

    private readonly SafeFileHandle _pidfd;

    private ChildProcess(int id, SafeFileHandle pidfd)
    {
        Id = id;
        _pidfd = pidfd;
    }

    public int Id { get; }

    /// <summary>Becomes readable when the process has ended.</summary>
    public int Descriptor => (int)_pidfd.DangerousGetHandle();

    /// <param name="id">A child of this process that nobody has waited for.</param>
    public static ChildProcess Open(int id)
    {
        var pidfd = Libc.SystemCall(PidfdOpen, id, 0, 0, 0);
        return pidfd >= 0
            ? new ChildProcess(id, new SafeFileHandle(pidfd, ownsHandle: true))
            : throw Fault.Of($"open a pidfd for process {id}");
    }

    /// <summary>A process that is no child of this one: it can be signalled, not waited for.</summary>
    /// <returns>Null when it has ended.</returns>
    public static ChildProcess? Find(int id)
    {
        var pidfd = Libc.SystemCall(PidfdOpen, id, 0, 0, 0);
        return pidfd >= 0 ? new ChildProcess(id, new SafeFileHandle(pidfd, ownsHandle: true)) : null;
    }

    /// <summary>Does nothing when the process has ended, also when it was disposed of since.</summary>
    public void Signal(int signal)
    {
        var isHeld = false;
        try
        {
            _pidfd.DangerousAddRef(ref isHeld);
            _ = Libc.SystemCall(PidfdSendSignal, Descriptor, signal, 0, 0);
        }
        catch (ObjectDisposedException)
        {
            // Its descriptor's number may be another's by now.
        }
        finally
        {
            if (isHeld)
            {
                _pidfd.DangerousRelease();
            }
        }
    }

    /// <summary>
    /// Waits for the end and takes the zombie away. Returns at once when <see cref="Descriptor"/> is readable. When somebody else has waited for
    /// the process, how it ended is lost, and it counts as killed.
    /// </summary>
    public ChildExit Reap()
    {
        var outcome = stackalloc byte[128];
        new Span<byte>(outcome, 128).Clear();
        while (Libc.WaitId(WaitByPidfd, Descriptor, outcome, WaitExited) != 0)
        {
            if (Marshal.GetLastPInvokeError() != Libc.ErrorInterrupted)
            {
                return new ChildExit(null, Libc.SignalKill);
            }
        }

        var status = *(int*)(outcome + StatusOffset);
        return *(int*)(outcome + CodeOffset) == ExitedByItself ? new ChildExit(status, null) : new ChildExit(null, status);
    }

    public void Dispose() => _pidfd.Dispose();
}
