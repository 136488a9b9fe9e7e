using System.Globalization;
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
        // Layers of the same content are one directory, which an overlay takes only once; the last place counts.
        layers = [.. layers.Reverse().Distinct().Reverse()];
        if (layers.Count <= 1)
        {
            return layers.Count == 0 ? null : new LayerMount(layers[0], mounted: false);
        }

        Directory.CreateDirectory(mountPoint);
        const ulong flags = Libc.MountReadOnly | Libc.MountNoSetuid | Libc.MountNoDevices;
        List<OpenDirectory> open = [];
        try
        {
            open.AddRange(layers.Select(OpenDirectory.Open));
            return Libc.Mount("overlay", mountPoint, "overlay", flags, Options(open.Select(directory => directory.Descriptor))) == 0
                ? new LayerMount(mountPoint, mounted: true)
                : throw Fault.Of("merge the layers into /opt (overlay)");
        }
        finally
        {
            open.ForEach(directory => directory.Dispose());
        }
    }

    /// <summary>Overlay names its uppermost directory first. What is written here can be read in the sandbox: descriptors tell nothing of the host.</summary>
    internal static string Options(IEnumerable<int> layers) =>
        "lowerdir=" + string.Join(':', layers.Reverse().Select(descriptor => string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{descriptor}")));

    public void Dispose()
    {
        if (_mounted)
        {
            _ = Libc.Unmount(Path, Libc.UnmountDetach);
            Directory.Delete(Path);
        }
    }
}
