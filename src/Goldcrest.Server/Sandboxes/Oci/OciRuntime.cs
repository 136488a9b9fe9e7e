using System.Globalization;
using System.Text.Json;
using Goldcrest.Server.Sandboxes.Cgroups;
using Goldcrest.Server.Sandboxes.Linux;

namespace Goldcrest.Server.Sandboxes.Oci;

/// <summary>The command line of the OCI runtime.</summary>
internal sealed class OciRuntime(EpollLoop loop, string program, string stateDirectory)
{
    /// <summary>crun alone is known to take a sealed copy of itself for what it is; other programs may look for their own files.</summary>
    private readonly SealedProgram? _sealed = Path.GetFileName(program) == "crun" ? new SealedProgram(program) : null;

    /// <summary>Creates and starts a container out of a bundle.</summary>
    /// <param name="descriptors">What becomes 0, 1, 2 and 3 of the program. None may be a device of the host: the runtime gives them to the container's user.</param>
    /// <returns>Process 1 of the container, now a child of this process.</returns>
    public async Task<ChildProcess> RunAsync(string bundle, string id, SandboxCgroup cgroup, int[] descriptors)
    {
        var (log, pidFile) = (Path.Combine(bundle, "runtime.log"), Path.Combine(bundle, "pid"));
        return await StartAsync(cgroup, log, pidFile, ["run", "--detach", "--preserve-fds=1", "--pid-file", pidFile, "--bundle", bundle, id], descriptors);
    }

    /// <summary>Starts one more process in a container that runs.</summary>
    /// <param name="process">The OCI process object, JSON.</param>
    /// <param name="descriptors">As for <see cref="RunAsync"/>.</param>
    /// <returns>The process, now a child of this process.</returns>
    public async Task<ChildProcess> ExecAsync(string bundle, string id, SandboxCgroup cgroup, byte[] process, int[] descriptors)
    {
        var name = "exec-" + Guid.NewGuid().ToString("N");
        var (log, pidFile, processFile) = (Path.Combine(bundle, name + ".log"), Path.Combine(bundle, name + ".pid"), Path.Combine(bundle, name + ".json"));
        await File.WriteAllBytesAsync(processFile, process);
        return await StartAsync(
            cgroup, log, pidFile, ["exec", "--detach", "--preserve-fds=1", "--pid-file", pidFile, "--process", processFile, id], descriptors);
    }

    /// <summary>Forgets a container whose processes are gone: quicker than running the runtime for it.</summary>
    public void Forget(string id)
    {
        var state = Path.Combine(stateDirectory, id);
        if (Directory.Exists(state))
        {
            Directory.Delete(state, recursive: true);
        }
    }

    private async Task<ChildProcess> StartAsync(SandboxCgroup cgroup, string log, string pidFile, string[] call, int[] descriptors)
    {
        if (!File.Exists(program))
        {
            throw new SandboxLaunchException($"{program} is not installed (apt-get install {Path.GetFileName(program)})");
        }

        string[] command =
        [
            _sealed?.PathToExecute() ?? program, "--root", stateDirectory, "--cgroup-manager=" + (cgroup.IsLeftToRuntime ? "cgroupfs" : "disabled"), "--log", log, "--log-format=json",
            .. call,
        ];
        var exit = cgroup.IsLeftToRuntime
            ? await HostCommand.RunAsync(loop, command, descriptors)
            : await RunInsideAsync(cgroup, command, descriptors);
        return exit.ExitCode == 0
            ? ChildProcess.Open(int.Parse(await File.ReadAllTextAsync(pidFile), CultureInfo.InvariantCulture))
            : throw new SandboxLaunchException($"{program} ended with {exit}: {Reason(log)}");
    }

    private Task<ChildExit> RunInsideAsync(SandboxCgroup cgroup, string[] command, int[] descriptors)
    {
        var started = new TaskCompletionSource<Task<ChildExit>>(TaskCreationOptions.RunContinuationsAsynchronously);

        // A thread of its own that ends here: a child starts in the groups of the thread that made it.
        new Thread(() =>
        {
            try
            {
                cgroup.JoinThisThread();
                started.SetResult(HostCommand.RunAsync(loop, command, descriptors));
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SandboxLaunchException)
            {
                started.SetException(fault as SandboxLaunchException
                    ?? new SandboxLaunchException("could not enter the sandbox's control group: " + fault.Message, fault));
            }
        })
        { IsBackground = true, Name = "sandbox start" }.Start();
        return started.Task.Unwrap();
    }

    private static string Reason(string log)
    {
        try
        {
            return string.Join("; ", File.ReadLines(log).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("msg").GetString()));
        }
        catch (Exception fault) when (fault is IOException or JsonException or KeyNotFoundException)
        {
            return "it said nothing";
        }
    }
}
