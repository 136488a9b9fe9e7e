using Goldcrest.Core.Sandboxes;

namespace Goldcrest.Server.Sandboxes.Oci;

/// <summary>What differs between programs that speak the OCI interface: how they are called, and what each cannot do.</summary>
internal abstract class OciDialect
{
    /// <summary>An absolute path.</summary>
    public abstract string Program { get; }

    /// <summary>The Debian package that brings it.</summary>
    public abstract string Package { get; }

    /// <summary>Whether descriptor 3 reaches the program inside. Without it a runtime writes its log as lines of text.</summary>
    public abstract bool PassesLogDescriptor { get; }

    /// <summary>Whether users inside are others on the host. Without that, files that the sandbox makes belong to the numbers it sees.</summary>
    public abstract bool MapsUsers { get; }

    /// <summary>Whether what programs read of the kernel is the host's.</summary>
    public abstract bool SharesKernel { get; }

    /// <summary>Whether it takes a sealed copy of itself for what it is; others may look for their own files.</summary>
    public abstract bool RunsFromCopy { get; }

    /// <summary>Whether it may be started before its configuration is there, which it then reads from a pipe.</summary>
    public abstract bool CanWait { get; }

    /// <summary>Whether it leaves processes of its own beside those of the function, which become children of the server.</summary>
    public abstract bool LeavesHelpers { get; }

    /// <summary>Those that an OCI runtime gives.</summary>
    public static IReadOnlyList<Isolation> Isolations { get; } = [Isolation.Crun, Isolation.Runsc];

    public static OciDialect Of(Isolation isolation) => isolation switch
    {
        Isolation.Crun => new CrunDialect(),
        Isolation.Runsc => new RunscDialect(),
        _ => throw new ArgumentOutOfRangeException(nameof(isolation), isolation, "no OCI runtime"),
    };

    /// <summary>What the sandbox's control group allows: the function's share, and what the runtime needs inside the group for itself.</summary>
    public abstract SandboxLimits LimitsFor(int memoryMiB);

    /// <param name="makesCgroup">Whether the program makes the control group; else it is started inside and must leave it alone.</param>
    public abstract IEnumerable<string> GlobalFlags(bool makesCgroup);

    /// <summary>Flags of <c>run</c> and <c>exec</c> beside those that all have.</summary>
    public abstract IEnumerable<string> StartFlags { get; }

    /// <summary>The program, with arguments, that <c>exec</c> is run by; none for none.</summary>
    public abstract IReadOnlyList<string> ExecWrapper { get; }

    /// <summary>Flags of <c>exec</c> alone.</summary>
    /// <param name="insidePidFile">Where the number that the process has inside may be written.</param>
    public abstract IEnumerable<string> ExecFlags(string insidePidFile);

    /// <summary>The call that sends a signal to a process that <c>exec</c> started; null when the host's process is that process.</summary>
    public abstract IReadOnlyList<string>? FindSignalCall(string id, string insidePidFile, int signal);

    /// <summary>The runtime's own notes on a container.</summary>
    public abstract IEnumerable<string> NotesOf(string stateDirectory, string id);
}
