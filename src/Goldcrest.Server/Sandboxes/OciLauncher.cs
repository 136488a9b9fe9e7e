using Goldcrest.Core.Sandboxes;
using Goldcrest.Server.Sandboxes.Cgroups;
using Goldcrest.Server.Sandboxes.Disks;
using Goldcrest.Server.Sandboxes.FileSystems;
using Goldcrest.Server.Sandboxes.Linux;
using Goldcrest.Server.Sandboxes.Network;
using Goldcrest.Server.Sandboxes.Oci;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Sandboxes;

/// <summary>Builds sandboxes with an OCI runtime. One a data directory and host. Disposal ends every sandbox that is left, and leaves nothing.</summary>
/// <remarks>Source: docs/adr/0002-the-sandbox-boundary-is-the-oci-runtime.md.</remarks>
internal sealed partial class OciLauncher : ISandboxLauncher, IAsyncDisposable
{
    private const int CommonDiskMiB = 512;
    private const ulong PrivateFlags = Libc.MountNoSetuid | Libc.MountNoDevices;

    private readonly InstancePlaces _places;
    private readonly EpollLoop _loop;
    private readonly Dictionary<Isolation, OciRuntime> _runtimes;
    private readonly Isolation _isolation;
    private readonly int _readyRuntimes;
    private readonly SandboxNetworks _networks;
    private readonly SharedFolders _folders;
    private readonly TimeProvider _time;
    private readonly ILogger<OciLauncher> _logger;
    private readonly TmpDisks _disks;
    private readonly SharedLimits _limits;
    private CgroupLayout? _cgroups;
    private InstanceLock? _lock;
    private UserIdSlots? _slots;
    private WaitingRuntimes? _waiting;
    private OrphanWatch? _orphans;

    /// <param name="networks">Started and disposed of by the launcher.</param>
    /// <param name="folders">The same.</param>
    public OciLauncher(OciLauncherOptions options, SandboxNetworks networks, SharedFolders folders, TimeProvider time, ILogger<OciLauncher> logger)
    {
        _places = new InstancePlaces(options);
        _loop = new EpollLoop("sandbox output");
        _isolation = options.Isolation;
        var host = new HostPrograms(_loop, time);
        _runtimes = OciDialect.Isolations.ToDictionary(
            isolation => isolation, isolation => new OciRuntime(_loop, host, OciDialect.Of(isolation), _places.StateOf(isolation)));
        _networks = networks;
        _folders = folders;
        _time = time;
        _logger = logger;
        _limits = SharedLimits.OfThisHost(_places.Shared);
        _readyRuntimes = options.ReadyRuntimes;
        _disks = new TmpDisks(host, _places.Scratch, _places.Disks, options.ReadyDisks, logger);
    }

    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        if (!MountNamespace.IsPrivate)
        {
            throw new SandboxLaunchException("sandboxes need root and a mount namespace of the server's own (run as root)");
        }

        Directory.CreateDirectory(_places.Scratch);
        _lock = InstanceLock.Take(_places);
        _slots = new UserIdSlots(_lock.Region);
        Spawn.KeepInherited();
        _orphans = new OrphanWatch();
        _cgroups = CgroupLayout.OfThisHost();

        // Processes first: they hold the mounts, and those the loop devices.
        await CgroupSweep.KillAllAsync(_cgroups, _places.Cgroup, _time, cancellationToken);
        CgroupSweep.Remove(_cgroups, _places.Cgroup);
        CgroupSweep.Reserve(_cgroups, _places.Cgroup);
        LoopDevice.DetachAll(_places.Scratch);
        RemoveImages();
        MountRunDirectory();
        await _folders.StartAsync(_places.Exports);
        await _networks.StartAsync(_places, _lock.Region);
        RootFileSystem.Make(_places.RootFileSystem, _networks.ResolverFile);
        KeeperProgram.Write(_places.Keeper);
        foreach (var isolation in _runtimes.Keys)
        {
            Directory.CreateDirectory(_places.StateOf(isolation));
        }

        LogReady(_places.Instance, IsolationChoice.NameOf(_isolation), _disks.OnDisk ? "disk" : "memory");
        foreach (var limit in _limits.Raise())
        {
            LogLimitStays(limit);
        }

        _disks.Prepare(CommonDiskMiB);
        var runtime = _runtimes[_isolation];
        _waiting = new WaitingRuntimes(runtime.Dialect.CanWait ? _readyRuntimes : 0, () => BeginAsync(runtime, _cgroups), _time, _logger);
        _waiting.Refill(after: TimeSpan.Zero);
    }

    public async Task<ISandbox> CreateAsync(SandboxSpec spec, CancellationToken cancellationToken)
    {
        if (_slots is null || _cgroups is null)
        {
            throw new InvalidOperationException("recovery comes before the first sandbox");
        }

        cancellationToken.ThrowIfCancellationRequested();
        var runtime = _runtimes[spec.Isolation ?? _isolation];
        spec = runtime.Dialect.PassesLogDescriptor ? spec : spec.WithoutLogDescriptor();
        var held = Hold(runtime, spec, _cgroups, _slots);
        try
        {
            var network = held.NetworkBegun = _networks.TakeAsync(spec.Lane);
            Directory.CreateDirectory(held.Bundle);
            held.Root = spec.Root is SandboxRoot.Image image ? ImageMount.Make(image.Directory, Path.Combine(held.Bundle, "root")) : null;
            held.Layers = LayerMount.Make(spec.LayerDirectories, Path.Combine(held.Bundle, "opt"));
            held.Folder = spec.Folder is { } folder
                ? await _folders.MountAsync(folder, runtime.Dialect.MapsUsers ? held.FirstHostId : 0, Path.Combine(held.Bundle, "folder"))
                : null;
            held.Tmp = await _disks.TakeAsync(spec.EphemeralStorageMiB);
            held.Tmp.GiveTo(runtime.Dialect.MapsUsers ? held.FirstHostId : 0);
            held.Network = await network;
            await File.WriteAllBytesAsync(
                Path.Combine(held.Bundle, OciRuntime.ConfigurationFile), BundleConfig.Write(spec, PlacesOf(spec, held, runtime.Dialect)), cancellationToken);
            held.Cgroup.Make(runtime.Dialect.LimitsFor(spec.MemoryMiB));
            return new OciSandbox(spec, held, runtime, _loop, _time);
        }
        catch (Exception fault)
        {
            await held.KillLeftoversAsync(_time);
            await held.DisposeAsync();
            throw fault is IOException or UnauthorizedAccessException
                ? new SandboxLaunchException("could not prepare a sandbox: " + fault.Message, fault)
                : fault;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await (_waiting?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _disks.DisposeAsync();
        if (_cgroups is not null)
        {
            // A sandbox whose owner did not dispose of it in time is not left to run on.
            await CgroupSweep.KillAllAsync(_cgroups, _places.Cgroup, _time, CancellationToken.None);
            CgroupSweep.Remove(_cgroups, _places.Cgroup);
            CgroupSweep.RemoveIfEmpty(_cgroups, InstancePlaces.SharedCgroup);
            await _networks.DisposeAsync();
            _folders.Dispose();
            _ = Libc.Unmount(_places.Run, Libc.UnmountDetach);
            Directory.Delete(_places.Run);
            LoopDevice.DetachAll(_places.Scratch);
            RemoveImages();
        }

        _orphans?.Dispose();
        if (_lock is not null)
        {
            _lock.Dispose();
            _limits.Restore(() => InstanceLock.IsHeldByAnyone(_places));
        }

        _loop.Dispose();
    }

    private SandboxHoldings Hold(OciRuntime runtime, SandboxSpec spec, CgroupLayout cgroups, UserIdSlots slots)
    {
        // First what may be refused: a runtime that was taken has to be given up by somebody.
        var firstHostId = slots.Take();

        // Programs that join later need crun's own copy of the configuration, for which it reads it again: a pipe gives it once.
        var waiting = runtime.Dialect.CanWait && !spec.HasCompanions ? _waiting?.Take() : null;
        var name = waiting?.Name ?? spec.Id;
        return new SandboxHoldings(slots, firstHostId, _places.BundleOf(name), waiting?.Cgroup ?? new SandboxCgroup(cgroups, _places.CgroupOf(name)), waiting);
    }

    private async Task<WaitingRuntime> BeginAsync(OciRuntime runtime, CgroupLayout cgroups)
    {
        var name = Guid.NewGuid().ToString("N");
        var bundle = Directory.CreateDirectory(_places.BundleOf(name)).FullName;
        var cgroup = new SandboxCgroup(cgroups, _places.CgroupOf(name));
        cgroup.Make();
        return await runtime.BeginAsync(bundle, cgroup);
    }

    private SandboxPlaces PlacesOf(SandboxSpec spec, SandboxHoldings held, OciDialect dialect) => new()
    {
        Root = held.Root?.Path ?? _places.RootFileSystem,
        RootFileSystem = _places.RootFileSystem,
        Keeper = _places.Keeper,
        Tmp = held.Tmp!.Path,
        Layers = held.Layers?.Path,
        Folder = held.Folder,
        Views = dialect.SharesKernel ? KernelViews.Make(spec.MemoryMiB, _places.Views, held.Bundle) : null,
        NetworkNamespace = held.Network!.Path,
        Cgroup = held.Cgroup.Path,
        Limits = dialect.LimitsFor(spec.MemoryMiB),
        FirstHostId = dialect.MapsUsers ? held.FirstHostId : null,
    };

    private void RemoveImages()
    {
        foreach (var image in Directory.EnumerateFiles(_places.Scratch).Where(file => file != _places.Lock))
        {
            File.Delete(image);
        }
    }

    /// <summary>In memory and seen by this server alone: after its death, however sudden, an empty directory is left.</summary>
    private void MountRunDirectory()
    {
        Directory.CreateDirectory(_places.Run);
        if (Libc.Mount("tmpfs", _places.Run, "tmpfs", PrivateFlags, "size=256m,mode=711") != 0)
        {
            throw Fault.Of($"mount {_places.Run}");
        }
    }

    [LoggerMessage(3004, LogLevel.Warning, "{File} may not be raised: one function can use up for all what it limits")]
    private partial void LogLimitStays(string file);

    [LoggerMessage(3000, LogLevel.Information, "Sandboxes of instance {Instance} run on {Isolation}; /tmp lies on {Medium}")]
    private partial void LogReady(string instance, string isolation, string medium);
}
