using Goldcrest.Server.Sandboxes.Linux;

namespace Goldcrest.Server.Sandboxes.Disks;

/// <summary>What becomes /opt: the only layer itself, or an overlay of several.</summary>
internal sealed class LayerMount : IDisposable
{
    private readonly bool _mounted;

    private LayerMount(string path, bool mounted)
    {
        Path = path;
        _mounted = mounted;
    }

    public string Path { get; }

    /// <param name="layers">Host directories; a later one wins.</param>
    /// <param name="mountPoint">Made here when needed, removed on disposal.</param>
    /// <returns>Null when there are no layers.</returns>
    public static LayerMount? Make(IReadOnlyList<string> layers, string mountPoint)
    {
        if (layers.Count <= 1)
        {
            return layers.Count == 0 ? null : new LayerMount(layers[0], mounted: false);
        }

        Directory.CreateDirectory(mountPoint);
        const ulong flags = Libc.MountReadOnly | Libc.MountNoSetuid | Libc.MountNoDevices;
        if (Libc.Mount("overlay", mountPoint, "overlay", flags, Options(layers)) != 0)
        {
            throw Fault.Of("merge the layers into /opt (overlay)");
        }

        return new LayerMount(mountPoint, mounted: true);
    }

    /// <summary>Overlay names its uppermost directory first, and separates by signs that a path may hold.</summary>
    public static string Options(IReadOnlyList<string> layers) =>
        "lowerdir=" + string.Join(':', layers.Reverse().Select(path =>
            path.Replace(@"\", @"\\", StringComparison.Ordinal).Replace(":", @"\:", StringComparison.Ordinal).Replace(",", @"\,", StringComparison.Ordinal)));

    public void Dispose()
    {
        if (_mounted)
        {
            _ = Libc.Unmount(Path, Libc.UnmountDetach);
            Directory.Delete(Path);
        }
    }
}
