using Goldcrest.Server.Sandboxes.FileSystems;
using Goldcrest.Server.Sandboxes.Linux;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Sandboxes.Bubblewrap;

/// <summary>Builds sandboxes for an ordinary user. They die with the server, however it dies.</summary>
/// <remarks>Source: docs/adr/0011-without-root-bubblewrap-builds-the-sandbox.md.</remarks>
internal sealed partial class BubblewrapLauncher(OciLauncherOptions options, SharedFolders folders, TimeProvider time, ILogger<BubblewrapLauncher> logger)
    : ISandboxLauncher, IAsyncDisposable
{
    private readonly string _directory = Path.Combine(Path.GetFullPath(options.DataDirectory), "scratch");
    private readonly EpollLoop _loop = new("sandbox output");
    private readonly SpawnThread _spawner = new();
    private FileStream? _lock;

    private string RootFileSystem => Path.Combine(_directory, "root");

    public Task RecoverAsync(CancellationToken cancellationToken)
    {
        if (Environment.IsPrivilegedProcess)
        {
            throw new SandboxLaunchException("the isolation 'process' is for ordinary users: as root, functions would be root too");
        }

        folders.StartWithoutRoot();
        Directory.CreateDirectory(_directory);
        _lock = TakeLock();
        Spawn.KeepInherited();
        Clear();
        Oci.RootFileSystem.Make(RootFileSystem, Oci.RootFileSystem.NoResolver);
        LogReady();
        return Task.CompletedTask;
    }

    public Task<ISandbox> CreateAsync(SandboxSpec spec, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (spec.Root is SandboxRoot.Image)
        {
            throw new SandboxLaunchException("container images do not run with the isolation 'process'");
        }

        var places = BubblewrapPlaces.Make(RootFileSystem, Path.Combine(_directory, spec.Id), spec.LayerDirectories);
        return Task.FromResult<ISandbox>(new BubblewrapSandbox(spec, places, _spawner, _loop, time));
    }

    public ValueTask DisposeAsync()
    {
        _spawner.Dispose();
        _loop.Dispose();
        if (_lock is not null)
        {
            Clear();
            _lock.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private FileStream TakeLock()
    {
        try
        {
            return new FileStream(Path.Combine(_directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new SandboxLaunchException($"another server is using {options.DataDirectory}");
        }
    }

    private void Clear()
    {
        foreach (var left in Directory.GetDirectories(_directory))
        {
            OwnFiles.Remove(left);
        }
    }

    [LoggerMessage(3030, LogLevel.Warning, "Sandboxes run without root: functions share the host's network and its user, and nothing limits their memory, processor time or disk. Run only code that you trust.")]
    private partial void LogReady();
}
