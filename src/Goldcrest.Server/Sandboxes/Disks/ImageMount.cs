using Goldcrest.Server.Sandboxes.Linux;

namespace Goldcrest.Server.Sandboxes.Disks;

/// <summary>An image's tree where a sandbox's own users can reach it: they may not pass the data directory. Read-only, without privileges and devices.</summary>
internal sealed class ImageMount : IDisposable
{
    private const ulong Bind = 4_096;
    private const ulong Remount = 32;

    private ImageMount(string path) => Path = path;

    public string Path { get; }

    /// <param name="mountPoint">Made here, removed on disposal.</param>
    public static ImageMount Make(string tree, string mountPoint)
    {
        Directory.CreateDirectory(mountPoint);
        var mount = new ImageMount(mountPoint);
        const ulong flags = Bind | Remount | Libc.MountReadOnly | Libc.MountNoSetuid | Libc.MountNoDevices;
        if (Libc.Mount(tree, mountPoint, "none", Bind, "") == 0 && Libc.Mount("none", mountPoint, "none", flags, "") == 0)
        {
            return mount;
        }

        var fault = Fault.Of("mount the tree of an image");
        mount.Dispose();
        throw fault;
    }

    public void Dispose()
    {
        _ = Libc.Unmount(Path, Libc.UnmountDetach);
        Directory.Delete(Path);
    }
}
