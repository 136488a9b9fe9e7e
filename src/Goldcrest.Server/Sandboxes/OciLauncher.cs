using Goldcrest.Server.Sandboxes.Cgroups;
using Goldcrest.Server.Sandboxes.Disks;
using Goldcrest.Server.Sandboxes.Linux;
using Goldcrest.Server.Sandboxes.Network;
using Goldcrest.Server.Sandboxes.Oci;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Sandboxes;

/// <summary>Builds sandboxes with crun. One a data directory and host. Disposal ends every sandbox that is left, and leaves nothing.</summary>
/// <remarks>Source: docs/adr/0002-the-sandbox-boundary-is-the-oci-runtime.md.</remarks>
internal sealed partial class OciLauncher : ISandboxLauncher, IAsyncDisposable
{
    private const int CommonDiskMiB = 512;
    private const ulong PrivateFlags = Libc.MountNoSetuid | Libc.MountNoDevices;

    private readonly InstancePlaces _places;
    private readonly EpollLoop _loop;
    private readonly OciRuntime _runtime;
    private readonly TimeProvider _time;
    private readonly ILogger<OciLauncher> _logger;
    private readonly TmpDisks _disks;
    private CgroupLayout? _cgroups;
    private InstanceLock? _lock;
    private UserIdSlots? _slots;

    public OciLauncher(OciLauncherOptions options, TimeProvider time, ILogger<OciLauncher> logger)
    {
        _places = new InstancePlaces(options);
        _loop = new EpollLoop("sandbox output");
        _runtime = new OciRuntime(_loop, options.Runtime, _places.RuntimeState);
        _time = time;
        _logger = logger;
        _disks = new TmpDisks(_loop, _places.Scratch, _places.Disks, options.ReadyDisks, logger);
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
        ChildProcess.AdoptOrphans();
        _cgroups = CgroupLayout.OfThisHost();

        // Processes first: they hold the mounts, and those the loop devices.
        await CgroupSweep.KillAllAsync(_cgroups, _places.Cgroup, _time, cancellationToken);
        CgroupSweep.Remove(_cgroups, _places.Cgroup);
        CgroupSweep.Reserve(_cgroups, _places.Cgroup);
        LoopDevice.DetachAll(_places.Scratch);
        RemoveImages();
        MountRunDirectory();
        RootFileSystem.Make(_places.RootFileSystem);
        KeeperProgram.Write(_places.Keeper);
        Directory.CreateDirectory(_places.RuntimeState);
        LogReady(_places.Instance, _disks.OnDisk ? "disk" : "memory");
        _disks.Prepare(CommonDiskMiB);
    }

    public async Task<ISandbox> CreateAsync(SandboxSpec spec, CancellationToken cancellationToken)
    {
        if (_slots is null || _cgroups is null)
        {
            throw new InvalidOperationException("recovery comes before the first sandbox");
        }

        cancellationToken.ThrowIfCancellationRequested();
        var held = new SandboxHoldings(_cgroups, _slots, _places.BundleOf(spec.Id), _places.CgroupOf(spec.Id));
        try
        {
            var network = SandboxNetwork.CreateAsync();
            Directory.CreateDirectory(held.Bundle);
            held.Root = spec.Root is SandboxRoot.Image image ? ImageMount.Make(image.Directory, Path.Combine(held.Bundle, "root")) : null;
            held.Layers = LayerMount.Make(spec.LayerDirectories, Path.Combine(held.Bundle, "opt"));
            held.Tmp = await _disks.TakeAsync(spec.EphemeralStorageMiB);
            held.Tmp.GiveTo(held.FirstHostId);
            held.Network = await network;
            await File.WriteAllBytesAsync(
                Path.Combine(held.Bundle, "config.json"), BundleConfig.Write(spec, PlacesOf(held)), cancellationToken);
            held.Cgroup.Make(spec.MemoryMiB, BundleConfig.Processes);
            return new OciSandbox(spec, held, _runtime, _loop, _time);
        }
        catch (Exception fault)
        {
            await held.DisposeAsync();
            throw fault is IOException or UnauthorizedAccessException
                ? new SandboxLaunchException("could not prepare a sandbox: " + fault.Message, fault)
                : fault;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _disks.DisposeAsync();
        if (_cgroups is not null)
        {
            // A sandbox whose owner did not dispose of it in time is not left to run on.
            await CgroupSweep.KillAllAsync(_cgroups, _places.Cgroup, _time, CancellationToken.None);
            CgroupSweep.Remove(_cgroups, _places.Cgroup);
            CgroupSweep.RemoveIfEmpty(_cgroups, InstancePlaces.SharedCgroup);
            _ = Libc.Unmount(_places.Run, Libc.UnmountDetach);
            Directory.Delete(_places.Run);
            LoopDevice.DetachAll(_places.Scratch);
            RemoveImages();
        }

        _lock?.Dispose();
        _loop.Dispose();
    }

    private SandboxPlaces PlacesOf(SandboxHoldings held) => new()
    {
        Root = held.Root?.Path ?? _places.RootFileSystem,
        RootFileSystem = _places.RootFileSystem,
        Keeper = _places.Keeper,
        Tmp = held.Tmp!.Path,
        Layers = held.Layers?.Path,
        NetworkNamespace = held.Network!.Path,
        Cgroup = held.Cgroup.Path,
        FirstHostId = held.FirstHostId,
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

    [LoggerMessage(3000, LogLevel.Information, "Sandboxes of instance {Instance} run on crun; /tmp lies on {Medium}")]
    private partial void LogReady(string instance, string medium);
}
