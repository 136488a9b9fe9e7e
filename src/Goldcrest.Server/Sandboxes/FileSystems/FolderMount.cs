using Goldcrest.Server.Sandboxes.Linux;

namespace Goldcrest.Server.Sandboxes.FileSystems;

/// <summary>A shared folder as one sandbox sees it, mounted where the OCI runtime finds it.</summary>
internal sealed class FolderMount : IDisposable
{
    private readonly string _root;

    private FolderMount(string root, string path)
    {
        _root = root;
        Path = path;
    }

    /// <summary>What becomes <see cref="FolderMountSpec.Root"/>: an empty directory, but for one to mount the folder on.</summary>
    public string Root => _root;

    /// <summary>Where the folder is mounted on the host.</summary>
    public string Path { get; }

    /// <param name="directory">Made here, removed on disposal.</param>
    public static FolderMount Make(HostFolder folder, FolderMountSpec spec, IdMap? ids, string directory)
    {
        var mount = new FolderMount(System.IO.Path.Combine(directory, "root"), System.IO.Path.Combine(directory, "files"));
        Directory.CreateDirectory(System.IO.Path.Combine(mount.Root, spec.Name));
        Directory.CreateDirectory(mount.Path);
        folder.MountOn(mount.Path, spec.Folder.IsReadOnly, ids);
        return mount;
    }

    /// <summary>The directories go with the sandbox's bundle.</summary>
    public void Dispose() => _ = Libc.Unmount(Path, Libc.UnmountDetach);
}
