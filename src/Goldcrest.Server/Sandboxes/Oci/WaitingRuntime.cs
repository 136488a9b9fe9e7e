using Goldcrest.Server.Sandboxes.Cgroups;
using Goldcrest.Server.Sandboxes.Linux;

namespace Goldcrest.Server.Sandboxes.Oci;

/// <summary>
/// An OCI runtime that was started before it was known what for: it has loaded its libraries, is in the control group of the sandbox to come, and reads its
/// configuration from a pipe. There is no container yet, and no program of a function's language.
/// </summary>
/// <param name="name">Of the container, its bundle and its control group.</param>
/// <param name="process">Its pipes became the runtime's.</param>
/// <param name="call">Ends when the container runs, or could not be made.</param>
internal sealed class WaitingRuntime(string name, SandboxCgroup cgroup, SandboxProcess process, ConfigurationPipe configuration, HostProgram call) : IDisposable
{
    public string Name => name;

    public SandboxCgroup Cgroup => cgroup;

    /// <summary>False when it has died while it waited: then another one is to be started.</summary>
    public bool Waits => !call.HasEnded;

    /// <summary>Has it make and start the container. Call once.</summary>
    /// <param name="finish">Waits for the runtime's end and finds the container's process.</param>
    /// <exception cref="SandboxLaunchException">The host could not start it.</exception>
    public Task<SandboxProcess> RunAsync(byte[] bundleConfiguration, ISandboxOutput output, Func<HostProgram, Task<StartedProcess>> finish) => process.RunAsync(output, () =>
    {
        configuration.Send(bundleConfiguration);
        return finish(call);
    });

    /// <summary>Lets go of the runtime, which ends by itself. Whoever owns the control group sees to it that it does.</summary>
    public void Dispose()
    {
        configuration.Dispose();
        process.Dispose();
    }
}
