using Goldcrest.Server.Sandboxes.Cgroups;
using Goldcrest.Server.Sandboxes.Disks;
using Goldcrest.Server.Sandboxes.FileSystems;
using Goldcrest.Server.Sandboxes.Network;

namespace Goldcrest.Server.Sandboxes.Oci;

/// <summary>What one sandbox holds of the host, filled step by step; disposal gives back what there is, also half-way.</summary>
internal sealed class SandboxHoldings(CgroupLayout layout, UserIdSlots slots, string bundle, string cgroupPath) : IAsyncDisposable
{
    public string Bundle { get; } = bundle;

    public SandboxCgroup Cgroup { get; } = new(layout, cgroupPath);

    public uint FirstHostId { get; } = slots.Take();

    public TmpDisk? Tmp { get; set; }

    public LayerMount? Layers { get; set; }

    public FolderMount? Folder { get; set; }

    /// <summary>Null for sandboxes on the host's own files.</summary>
    public ImageMount? Root { get; set; }

    public SandboxNetwork? Network { get; set; }

    public Task KillLeftoversAsync(TimeProvider time) => CgroupSweep.KillAllAsync(layout, cgroupPath, time, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        Network?.Dispose();
        Folder?.Dispose();
        Layers?.Dispose();
        Root?.Dispose();
        if (Tmp is not null)
        {
            await Tmp.DisposeAsync();
        }

        Cgroup.Remove();
        if (Directory.Exists(Bundle))
        {
            Directory.Delete(Bundle, recursive: true);
        }

        slots.Return(FirstHostId);
    }
}
