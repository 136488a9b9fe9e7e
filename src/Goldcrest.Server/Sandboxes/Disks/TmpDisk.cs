using Goldcrest.Server.Sandboxes.Linux;
using Goldcrest.Server.Sandboxes.Oci;

namespace Goldcrest.Server.Sandboxes.Disks;

/// <summary>The mounted disk of one /tmp.</summary>
internal sealed class TmpDisk : IAsyncDisposable
{
    private const uint WritableForAllSticky = 0x3ff; // 1777
    private const ulong Flags = Libc.MountNoSetuid | Libc.MountNoDevices | Libc.MountNoAccessTime;

    private TmpDisk(string path) => Path = path;

    /// <summary>The mount point.</summary>
    public string Path { get; }

    /// <summary>Stamps an image, mounts it, and takes the image's name away, so that it is gone when the mount is.</summary>
    public static TmpDisk OnImage(DiskTemplate template, string imagePath, string mountPoint)
    {
        Directory.CreateDirectory(mountPoint);
        try
        {
            template.Stamp(imagePath);
            using var device = LoopDevice.Attach(imagePath);
            Mount(device.Path, mountPoint, "ext4", "");
            Directory.Delete(System.IO.Path.Combine(mountPoint, "lost+found"));
            return new TmpDisk(mountPoint);
        }
        catch
        {
            Directory.Delete(mountPoint);
            throw;
        }
        finally
        {
            File.Delete(imagePath);
        }
    }

    /// <summary>For hosts without loop devices. What is written there counts as the function's memory.</summary>
    public static TmpDisk InMemory(int sizeMiB, string mountPoint)
    {
        Directory.CreateDirectory(mountPoint);
        Mount("tmpfs", mountPoint, "tmpfs", $"size={sizeMiB}m");
        return new TmpDisk(mountPoint);
    }

    public void GiveTo(uint firstHostId)
    {
        if (Libc.ChangeOwner(Path, firstHostId + BundleConfig.UserId, firstHostId + BundleConfig.GroupId) != 0
            || Libc.ChangeMode(Path, WritableForAllSticky) != 0)
        {
            throw Fault.Of("give /tmp to its owner");
        }
    }

    /// <summary>Unmounting writes out what is dirty, which may take a while: not on the caller's thread.</summary>
    public ValueTask DisposeAsync() => new(Task.Run(() =>
    {
        if (Libc.Unmount(Path, 0) != 0 && Libc.Unmount(Path, Libc.UnmountDetach) != 0)
        {
            throw Fault.Of($"unmount {Path}");
        }

        Directory.Delete(Path);
    }));

    private static void Mount(string source, string mountPoint, string fileSystem, string options)
    {
        if (Libc.Mount(source, mountPoint, fileSystem, Flags, options) != 0)
        {
            throw Fault.Of($"mount {source} for /tmp");
        }
    }
}
