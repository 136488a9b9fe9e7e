using Goldcrest.Core.Sandboxes;
using Goldcrest.Server.Sandboxes;
using Goldcrest.Server.Sandboxes.FileSystems;
using Goldcrest.Server.Sandboxes.Network;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Goldcrest.SystemTests.Sandboxes;

/// <summary>A launcher on a data directory of its own, with what a test needs to start sandboxes and to look for their traces.</summary>
internal sealed class Host : IAsyncDisposable
{
    private Host(string directory, SandboxNetworks networks, OciLauncher launcher)
    {
        Directory = directory;
        Networks = networks;
        Launcher = launcher;
    }

    public string Directory { get; }

    public SandboxNetworks Networks { get; }

    public OciLauncher Launcher { get; }

    /// <summary>What the whole suite runs with: GOLDCREST_ISOLATION, which servers read too.</summary>
    public static Isolation IsolationOfTests => IsolationChoice.Find(Environment.GetEnvironmentVariable("GOLDCREST_ISOLATION") ?? "") ?? Isolation.Crun;

    public string Code => Path.Combine(Directory, "code");

    /// <param name="network">Null: sandboxes have their own loopback only.</param>
    public static async Task<Host> StartAsync(string? directory = null, NetworkOptions? network = null)
    {
        directory ??= System.IO.Directory.CreateTempSubdirectory("goldcrest-test-").FullName;
        var code = Path.Combine(directory, "code");
        System.IO.Directory.CreateDirectory(code);
        await File.WriteAllTextAsync(Path.Combine(code, "hello.txt"), "hello from the code\n");
        var options = new OciLauncherOptions { DataDirectory = directory, Isolation = IsolationOfTests };
        var networks = new SandboxNetworks(network ?? new NetworkOptions { IsOn = false }, TimeProvider.System, NullLogger<SandboxNetworks>.Instance);
        var folders = new SharedFolders(FileSystemPlan.None, directory, TimeProvider.System, NullLogger<SharedFolders>.Instance);
        var launcher = new OciLauncher(options, networks, folders, TimeProvider.System, NullLogger<OciLauncher>.Instance);
        var host = new Host(directory, networks, launcher);
        await launcher.RecoverAsync(CancellationToken.None);
        return host;
    }

    public SandboxSpec Spec(ISandboxOutput output, params string[] command) => new()
    {
        Id = Guid.NewGuid().ToString("n"),
        MemoryMiB = 256,
        EphemeralStorageMiB = 512,
        CodeDirectory = Code,
        Command = command,
        Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["_LAMBDA_TELEMETRY_LOG_FD"] = "3" },
        Output = output,
    };

    /// <summary>Runs a program in a sandbox of its own to its end.</summary>
    public async Task<(SandboxExit Exit, string Text)> RunAsync(params string[] command)
    {
        var output = new CollectedOutput();
        return await RunAsync(Spec(output, command), output);
    }

    public async Task<(SandboxExit Exit, string Text)> RunAsync(SandboxSpec spec, CollectedOutput output)
    {
        await using var sandbox = await Launcher.CreateAsync(spec, TestContext.Current.CancellationToken);
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        var exit = await sandbox.Exited.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        return (exit, output.Text);
    }

    public async ValueTask DisposeAsync()
    {
        await Launcher.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
