namespace Goldcrest.Core.Sandboxes;

/// <summary>What stands between a function and the host, the weakest first.</summary>
/// <remarks>Source: docs/security.md.</remarks>
public enum Isolation
{
    /// <summary>For an ordinary user's own machine: files and processes are kept apart, network and limits are not.</summary>
    Process,

    /// <summary>Namespaces and system calls sealed by crun; the host's kernel is shared.</summary>
    Crun,

    /// <summary>gVisor: a kernel of the sandbox's own, in a process that crun's kind of wall surrounds.</summary>
    Runsc,
}
