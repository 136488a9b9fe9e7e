using System.Globalization;
using System.Runtime.InteropServices;

namespace Goldcrest.Server.Sandboxes.Linux;

/// <summary>
/// Makes orphans of this process's children its own children, which is how it comes to wait for sandboxes, and takes away those that nobody waits for: crun forks
/// itself out of its caller's sight for each container, and that fork, once dead, would stay as a zombie for as long as the server runs.
/// </summary>
internal sealed unsafe class OrphanWatch : IDisposable
{
    private const int BecomeSubreaper = 36;
    private const int WaitForAny = 0;
    private const int WaitForOne = 1;
    private const int WaitExited = 4;
    private const int DoNotBlock = 1;
    private const int LeaveWaitable = 0x0100_0000;
    private const int ProcessIdOffset = 16;
    private const int FlagsField = 6;
    private const uint NeverExecuted = 0x40;

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
        var outcome = stackalloc byte[128];
        lock (Gate)
        {
            while (FindFirstDead(outcome) is { } dead && IsFork(dead))
            {
                _ = Libc.WaitId(WaitForOne, dead, outcome, WaitExited | DoNotBlock);
            }
        }
    }

    public void Dispose() => _childEnded.Dispose();

    /// <param name="stat">The text of /proc/PID/stat.</param>
    internal static bool NeverWasAProgram(string stat)
    {
        // 12 (name, which may hold anything) state parent group session terminal terminal's-group flags …
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (uint.Parse(fields[FlagsField], CultureInfo.InvariantCulture) & NeverExecuted) != 0;
    }

    private static int? FindFirstDead(byte* outcome)
    {
        new Span<byte>(outcome, 128).Clear();
        return Libc.WaitId(WaitForAny, 0, outcome, WaitExited | DoNotBlock | LeaveWaitable) == 0 && *(int*)(outcome + ProcessIdOffset) is > 0 and var id
            ? id
            : null;
    }

    private static bool IsFork(int process)
    {
        try
        {
            return NeverWasAProgram(File.ReadAllText($"/proc/{process}/stat"));
        }
        catch (IOException)
        {
            // Its owner has reaped it meanwhile.
            return false;
        }
    }
}
