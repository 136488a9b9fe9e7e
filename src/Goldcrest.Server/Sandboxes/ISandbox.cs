using System.Net.Sockets;

namespace Goldcrest.Server.Sandboxes;

/// <summary>One isolated execution environment. Made by an <see cref="ISandboxLauncher"/>, not started.</summary>
/// <remarks>Not thread-safe: one owner calls it. Disposal kills everything inside and leaves no trace on the host.</remarks>
internal interface ISandbox : IAsyncDisposable
{
    string Id { get; }

    /// <summary>
    /// Listens at 127.0.0.1:9001 inside the sandbox's own network namespace; nobody else can reach it. Open from creation to disposal,
    /// also across resets. Who accepts from it serves the Runtime API.
    /// </summary>
    Socket RuntimeApiListener { get; }

    /// <summary>Opens a TCP socket in the sandbox's own network, for the node to reach a program inside. Safe at any time.</summary>
    /// <returns>Not connected; the caller disposes it. Throws <see cref="IOException"/>.</returns>
    Task<Socket> OpenSocketAsync();

    /// <summary>Gets a sandbox that has companions ready for them: namespaces, /tmp, nothing of the function's runs. The program is started last.</summary>
    /// <returns>When companions can be started. Throws <see cref="SandboxLaunchException"/>.</returns>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Starts a program beside the sandbox's own, as the same user and within the same limits. May be called several times at once.</summary>
    /// <returns>When the program was executed. Throws <see cref="SandboxLaunchException"/>; the sandbox is as it was then.</returns>
    Task<ISandboxCompanion> StartCompanionAsync(CompanionSpec companion, CancellationToken cancellationToken);

    /// <summary>Starts the program. The CPU limit is not yet set, so that the start is quick.</summary>
    /// <returns>When the program was executed (not: when it is ready). Throws <see cref="SandboxLaunchException"/>.</returns>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Ends when the program started last has ended and all its output was delivered. Never faults; never ends when the start failed. Afresh with <see cref="OpenAsync"/>.</summary>
    Task<SandboxExit> Exited { get; }

    /// <summary>Sets the CPU limit that belongs to the memory size: MiB / 1,769 of one CPU.</summary>
    void LimitCpu();

    /// <summary>Delivers all output that was written before this call, then returns. Cheap; safe at any time.</summary>
    void DrainOutput();

    /// <summary>Highest memory use since the last <see cref="ResetPeakMemory"/>, in bytes.</summary>
    long ReadPeakMemoryBytes();

    void ResetPeakMemory();

    /// <summary>Stops every process inside without their noticing (cgroup freezer).</summary>
    void Freeze();

    void Thaw();

    /// <summary>Sends SIGTERM to the program; it may be ignored.</summary>
    void Terminate();

    /// <summary>Sends SIGKILL to the program; companions live on.</summary>
    void Kill();

    /// <summary>Kills every process inside and waits until they are gone. /tmp and the listener stay; <see cref="StartAsync"/> may follow.</summary>
    Task ResetAsync();
}
