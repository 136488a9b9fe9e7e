using System.Globalization;
using System.Text.Json;
using Goldcrest.Server.Sandboxes.Cgroups;
using Goldcrest.Server.Sandboxes.Linux;

namespace Goldcrest.Server.Sandboxes.Oci;

/// <summary>The command line of one OCI runtime.</summary>
/// <param name="stateDirectory">Its own notes lie here.</param>
internal sealed class OciRuntime(EpollLoop loop, OciDialect dialect, string stateDirectory)
{
    private readonly SealedProgram? _sealed = dialect.RunsFromCopy ? new SealedProgram(dialect.Program) : null;

    public OciDialect Dialect => dialect;

    /// <summary>Creates and starts a container out of a bundle.</summary>
    /// <param name="descriptors">What becomes 0, 1, 2 and 3 of the program. None may be a device of the host: the runtime gives them to the container's user.</param>
    /// <returns>Process 1 of the container, or the process of the host that it runs in.</returns>
    public async Task<StartedProcess> RunAsync(string bundle, string id, SandboxCgroup cgroup, int[] descriptors)
    {
        var (log, pidFile) = (Path.Combine(bundle, "runtime.log"), Path.Combine(bundle, "pid"));
        return StartedProcess.Of(await StartAsync(
            cgroup, log, pidFile, ["run", "--detach", .. dialect.StartFlags, "--pid-file", pidFile, "--bundle", bundle, id], descriptors));
    }

    /// <summary>Starts one more process in a container that runs.</summary>
    /// <param name="process">The OCI process object, JSON.</param>
    /// <param name="descriptors">As for <see cref="RunAsync"/>.</param>
    public async Task<StartedProcess> ExecAsync(string bundle, string id, SandboxCgroup cgroup, byte[] process, int[] descriptors)
    {
        var name = Path.Combine(bundle, "exec-" + Guid.NewGuid().ToString("N"));
        var (log, pidFile, processFile, insidePidFile) = (name + ".log", name + ".pid", name + ".json", name + ".inside");
        await File.WriteAllBytesAsync(processFile, process);
        string[] call =
        [
            "exec", "--detach", .. dialect.StartFlags, .. dialect.ExecFlags(insidePidFile), "--pid-file", pidFile, "--process", processFile, id,
        ];
        var child = await StartAsync(cgroup, log, pidFile, call, descriptors);
        return dialect.LeavesHelpers ? new StartedProcess(child, signal => SignalInside(cgroup, id, insidePidFile, signal)) : StartedProcess.Of(child);
    }

    /// <summary>Forgets a container whose processes are gone: quicker than running the runtime for it.</summary>
    public void Forget(string id)
    {
        foreach (var note in dialect.NotesOf(stateDirectory, id).ToList())
        {
            if (Directory.Exists(note))
            {
                Directory.Delete(note, recursive: true);
            }
            else
            {
                File.Delete(note);
            }
        }
    }

    private void SignalInside(SandboxCgroup cgroup, string id, string insidePidFile, int signal)
    {
        if (dialect.FindSignalCall(id, insidePidFile, signal) is { } call && File.Exists(insidePidFile))
        {
            _ = HostCommand.RunAsync(loop, Command(cgroup, "/dev/null", call), []);
        }
    }

    private string[] Command(SandboxCgroup cgroup, string log, IEnumerable<string> call) =>
    [
        _sealed?.PathToExecute() ?? dialect.Program, "--root", stateDirectory, .. dialect.GlobalFlags(makesCgroup: cgroup.IsLeftToRuntime), "--log", log, "--log-format=json", .. call,
    ];

    private async Task<ChildProcess> StartAsync(SandboxCgroup cgroup, string log, string pidFile, string[] call, int[] descriptors)
    {
        if (!File.Exists(dialect.Program))
        {
            throw new SandboxLaunchException($"{dialect.Program} is not installed (apt-get install {dialect.Package})");
        }

        var command = Command(cgroup, log, call);
        var passed = dialect.PassesLogDescriptor ? descriptors : descriptors[..3];
        var exit = cgroup.IsLeftToRuntime
            ? await HostCommand.RunAsync(loop, command, passed)
            : await RunInsideAsync(cgroup, command, passed);
        return exit.ExitCode == 0
            ? ChildProcess.Open(int.Parse(await File.ReadAllTextAsync(pidFile), CultureInfo.InvariantCulture))
            : throw new SandboxLaunchException($"{dialect.Program} ended with {exit}: {Reason(log)}");
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
