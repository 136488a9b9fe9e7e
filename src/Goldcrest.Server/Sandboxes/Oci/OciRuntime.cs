using System.Globalization;
using System.Text.Json;
using Goldcrest.Server.Sandboxes.Cgroups;
using Goldcrest.Server.Sandboxes.Linux;
using Goldcrest.Server.Sandboxes.Output;

namespace Goldcrest.Server.Sandboxes.Oci;

/// <summary>The command line of one OCI runtime.</summary>
/// <param name="stateDirectory">Its own notes lie here.</param>
internal sealed class OciRuntime(EpollLoop loop, HostPrograms host, OciDialect dialect, string stateDirectory)
{
    public const string ConfigurationFile = "config.json";

    /// <summary>Behind the standard streams and the log; no program inside has it.</summary>
    private const int ConfigurationDescriptor = 4;

    /// <summary>Of files about a process that joined a sandbox.</summary>
    private const string ExecPrefix = "exec-";

    private readonly SealedProgram? _sealed = dialect.RunsFromCopy ? new SealedProgram(dialect.Program) : null;

    public OciDialect Dialect => dialect;

    /// <summary>Creates and starts a container out of a bundle, whose last part is its name.</summary>
    /// <param name="descriptors">What becomes 0, 1, 2 and 3 of the program. None may be a device of the host: the runtime gives them to the container's user.</param>
    /// <returns>Process 1 of the container, or the process of the host that it runs in.</returns>
    public async Task<StartedProcess> RunAsync(string bundle, SandboxCgroup cgroup, int[] descriptors) =>
        StartedProcess.Of(await StartAsync(cgroup, LogOf(bundle), PidFileOf(bundle), Command(cgroup, LogOf(bundle), RunCall(bundle, [])), descriptors));

    /// <summary>Starts the runtime alone, which then waits to be told what to do.</summary>
    /// <param name="bundle">A directory that is there.</param>
    public async Task<WaitingRuntime> BeginAsync(string bundle, SandboxCgroup cgroup)
    {
        var configuration = new ConfigurationPipe();
        var process = new SandboxProcess(loop, cgroup.RanOutOfMemory);
        try
        {
            var command = Command(cgroup, LogOf(bundle), RunCall(bundle, ["--config", $"/proc/self/fd/{ConfigurationDescriptor}"]));
            var call = await process.WithDescriptorsAsync(descriptors => SpawnAsync(cgroup, command, [.. descriptors, configuration.ReadEnd]));
            configuration.CloseReadEnd();
            return new WaitingRuntime(Path.GetFileName(bundle), cgroup, process, configuration, call);
        }
        catch
        {
            configuration.Dispose();
            process.Dispose();
            throw;
        }
    }

    /// <summary>Creates and starts a container with a runtime that waited for it.</summary>
    /// <param name="bundle">With its configuration.</param>
    public async Task<SandboxProcess> ContinueAsync(WaitingRuntime waiting, string bundle, ISandboxOutput output)
    {
        var configuration = await File.ReadAllBytesAsync(Path.Combine(bundle, ConfigurationFile));
        return await waiting.RunAsync(configuration, output, async call => StartedProcess.Of(await FindChildAsync(call, LogOf(bundle), PidFileOf(bundle))));
    }

    /// <summary>Starts one more process in a container that runs.</summary>
    /// <param name="process">The OCI process object, JSON.</param>
    /// <param name="descriptors">As for <see cref="RunAsync"/>.</param>
    public async Task<StartedProcess> ExecAsync(string bundle, SandboxCgroup cgroup, byte[] process, int[] descriptors)
    {
        var id = Path.GetFileName(bundle);
        var name = Path.Combine(bundle, ExecPrefix + Guid.NewGuid().ToString("N"));
        var (log, pidFile, processFile, insidePidFile) = (name + ".log", name + ".pid", name + ".json", name + ".inside");
        string[] call =
        [
            "exec", "--detach", .. dialect.StartFlags, .. dialect.ExecFlags(insidePidFile), "--pid-file", pidFile, "--process", processFile, id,
        ];
        try
        {
            await File.WriteAllBytesAsync(processFile, process);
            var child = await StartAsync(cgroup, log, pidFile, [.. dialect.ExecWrapper, .. Command(cgroup, log, call)], descriptors);
            return dialect.LeavesHelpers ? new StartedProcess(child, signal => SignalInside(cgroup, id, log, insidePidFile, signal)) : StartedProcess.Of(child);
        }
        finally
        {
            File.Delete(processFile);
        }
    }

    /// <summary>Forgets a container whose processes are gone: quicker than running the runtime for it.</summary>
    public void Forget(string bundle)
    {
        foreach (var left in Directory.Exists(bundle) ? Directory.EnumerateFiles(bundle, ExecPrefix + "*") : [])
        {
            File.Delete(left);
        }

        foreach (var note in dialect.NotesOf(stateDirectory, Path.GetFileName(bundle)).ToList())
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

    private void SignalInside(SandboxCgroup cgroup, string id, string log, string insidePidFile, int signal)
    {
        if (dialect.FindSignalCall(id, insidePidFile, signal) is { } call && File.Exists(insidePidFile))
        {
            using var silence = new EmptyInput();
            _ = host.RunAsync(Command(cgroup, log, call), [silence.ReadEnd, silence.ReadEnd, silence.ReadEnd]);
        }
    }

    private string[] Command(SandboxCgroup cgroup, string log, IEnumerable<string> call) =>
    [
        _sealed?.PathToExecute() ?? dialect.Program, "--root", stateDirectory, .. dialect.GlobalFlags(makesCgroup: cgroup.IsLeftToRuntime), "--log", log, "--log-format=json", .. call,
    ];

    private async Task<ChildProcess> StartAsync(SandboxCgroup cgroup, string log, string pidFile, string[] command, int[] descriptors)
    {
        if (!File.Exists(dialect.Program))
        {
            throw new SandboxLaunchException($"{dialect.Program} is not installed (apt-get install {dialect.Package})");
        }

        var call = await SpawnAsync(cgroup, command, dialect.PassesLogDescriptor ? descriptors : descriptors[..3]);
        return await FindChildAsync(call, log, pidFile);
    }

    /// <returns>The runtime's own process.</returns>
    private Task<HostProgram> SpawnAsync(SandboxCgroup cgroup, string[] command, int[] descriptors) => cgroup.IsLeftToRuntime
        ? Task.FromResult(host.Start(command, descriptors))
        : SpawnInsideAsync(cgroup, command, descriptors);

    private async Task<ChildProcess> FindChildAsync(HostProgram call, string log, string pidFile)
    {
        try
        {
            var exit = await call.EndAsync();
            return exit.ExitCode == 0
                ? ChildProcess.Open(int.Parse(await File.ReadAllTextAsync(pidFile), CultureInfo.InvariantCulture))
                : throw new SandboxLaunchException($"{dialect.Program} ended with {exit}: {Reason(log)}");
        }
        finally
        {
            // They lie in memory that all sandboxes of the server share, and one may start programs without end.
            File.Delete(log);
            File.Delete(pidFile);
        }
    }

    private Task<HostProgram> SpawnInsideAsync(SandboxCgroup cgroup, string[] command, int[] descriptors)
    {
        var started = new TaskCompletionSource<HostProgram>(TaskCreationOptions.RunContinuationsAsynchronously);

        // A thread of its own that ends here: it is lost for other work.
        new Thread(() =>
        {
            try
            {
                started.SetResult(cgroup.StartInside(() => host.Start(command, descriptors)));
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SandboxLaunchException)
            {
                started.SetException(fault as SandboxLaunchException
                    ?? new SandboxLaunchException("could not enter the sandbox's control group: " + fault.Message, fault));
            }
        })
        { IsBackground = true, Name = "sandbox start" }.Start();
        return started.Task;
    }

    private string[] RunCall(string bundle, string[] more) =>
        ["run", "--detach", .. dialect.StartFlags, .. more, "--pid-file", PidFileOf(bundle), "--bundle", bundle, Path.GetFileName(bundle)];

    private static string LogOf(string bundle) => Path.Combine(bundle, "runtime.log");

    private static string PidFileOf(string bundle) => Path.Combine(bundle, "pid");

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
