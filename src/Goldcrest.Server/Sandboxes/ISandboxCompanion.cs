namespace Goldcrest.Server.Sandboxes;

/// <summary>A program that runs in a sandbox beside the sandbox's own. It dies with the sandbox's life.</summary>
internal interface ISandboxCompanion
{
    /// <summary>Ends when it has ended and all its output was delivered. Never faults.</summary>
    Task<SandboxExit> Exited { get; }

    /// <summary>Sends SIGKILL. Does nothing when it has ended.</summary>
    void Kill();

    /// <summary>Delivers all output that was written before this call, then returns. Cheap; safe at any time.</summary>
    void DrainOutput();
}
