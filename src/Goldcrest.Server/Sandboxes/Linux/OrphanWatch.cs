using System.Runtime.InteropServices;

namespace Goldcrest.Server.Sandboxes.Linux;

/// <summary>
/// Makes orphans of this process's children its own children, which is how it comes to wait for sandboxes, and takes away those that nobody waits for: crun forks
/// itself out of its caller's sight for each container, and that fork, once dead, would stay as a zombie for as long as the server runs.
/// </summary>
internal sealed class OrphanWatch : IDisposable
{
    private const int BecomeSubreaper = 36;

    private static readonly Lock Gate = new();

    private readonly PosixSignalRegistration _childEnded;

    public OrphanWatch()
    {
        if (Libc.ProcessControl(BecomeSubreaper, 1, 0, 0, 0) != 0)
        {
            throw Fault.Of("become the parent of orphaned processes (prctl)");
        }

        _childEnded = PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => ReapForks());
    }

    /// <summary>
    /// Takes away dead children that never were a program of their own. Others belong to whoever started them: where one of those comes first, the rest is left to
    /// the call that follows its reaping.
    /// </summary>
    public static void ReapForks()
    {
        lock (Gate)
        {
            while (DeadChildren.FindFirst() is { } dead && ProcessStat.Find(dead) is { NeverExecuted: true })
            {
                DeadChildren.Take(dead);
            }
        }
    }

    public void Dispose() => _childEnded.Dispose();
}
