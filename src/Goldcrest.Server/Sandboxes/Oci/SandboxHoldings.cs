using Goldcrest.Server.Sandboxes.Cgroups;
using Goldcrest.Server.Sandboxes.Disks;
using Goldcrest.Server.Sandboxes.FileSystems;
using Goldcrest.Server.Sandboxes.Network;

namespace Goldcrest.Server.Sandboxes.Oci;

/// <summary>What one sandbox holds of the host, filled step by step; disposal gives back what there is, also half-way.</summary>
/// <param name="firstHostId">Taken from the slots, given back at disposal.</param>
/// <param name="bundle">Its last part names the container.</param>
/// <param name="waiting">A runtime that waits in this control group; null when one is yet to be started.</param>
internal sealed class SandboxHoldings(UserIdSlots slots, uint firstHostId, string bundle, SandboxCgroup cgroup, WaitingRuntime? waiting) : IAsyncDisposable
{
    private WaitingRuntime? _waiting = waiting;

    public string Bundle { get; } = bundle;

    public string Name { get; } = Path.GetFileName(bundle);

    public SandboxCgroup Cgroup { get; } = cgroup;

    public uint FirstHostId { get; } = firstHostId;

    public TmpDisk? Tmp { get; set; }

    public LayerMount? Layers { get; set; }

    public FolderMount? Folder { get; set; }

    /// <summary>Null for sandboxes on the host's own files.</summary>
    public ImageMount? Root { get; set; }

    public SandboxNetwork? Network { get; set; }

    /// <summary>Made while other things are. Disposal waits for it when nobody else did.</summary>
    public Task<SandboxNetwork>? NetworkBegun { get; set; }

    /// <summary>What runs in the control group, a runtime that was never told what to do among it.</summary>
    public Task KillLeftoversAsync(TimeProvider time)
    {
        TakeWaiting()?.Dispose();
        return Cgroup.KillAllAsync(time);
    }

    /// <returns>What waits for the first start; null for all that follow.</returns>
    public WaitingRuntime? TakeWaiting() => Interlocked.Exchange(ref _waiting, null);

    public async ValueTask DisposeAsync()
    {
        (Network ?? await FindBegunAsync())?.Dispose();
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

    private async Task<SandboxNetwork?> FindBegunAsync()
    {
        try
        {
            return NetworkBegun is { } begun ? await begun : null;
        }
        catch (Exception fault) when (fault is SandboxLaunchException or IOException or UnauthorizedAccessException)
        {
            // There is none. Whoever waited for it was told why; else another fault came first, and that is told.
            return null;
        }
    }
}
