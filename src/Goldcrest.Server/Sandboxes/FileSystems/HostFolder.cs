using Goldcrest.Server.Sandboxes.Linux;
using Microsoft.Win32.SafeHandles;

namespace Goldcrest.Server.Sandboxes.FileSystems;

/// <summary>A directory that is kept open, so that it stays the same however its name is used later, and its file system is not asked again to find it.</summary>
internal sealed unsafe class HostFolder : IDisposable
{
    private const int EmptyPath = 0x1000;
    private const int Clone = 1;
    private const int FromEmptyPath = 4;
    private const int CurrentDirectory = -100;
    private const int MapIds = 0x10_0000;

    // Of struct statx, which has 256 bytes.
    private const int FactsBytes = 256;
    private const int UserOffset = 20;
    private const int GroupOffset = 24;
    private const int OwnerWanted = 0x18;

    private readonly OpenDirectory _directory;

    private HostFolder(string path, OpenDirectory directory)
    {
        Path = path;
        _directory = directory;
    }

    /// <summary>Where it really lies: no link is left in it.</summary>
    public string Path { get; }

    /// <summary>What kind of file system it lies on, such as <c>ext4</c>.</summary>
    public string FileSystem => new DriveInfo(Path).DriveFormat;

    private int Descriptor => _directory.Descriptor;

    /// <exception cref="SandboxLaunchException">There is no such directory.</exception>
    public static HostFolder Open(string path)
    {
        var directory = OpenDirectory.Open(path);
        return new HostFolder(File.ResolveLinkTarget($"/proc/self/fd/{directory.Descriptor}", returnFinalTarget: false)!.FullName, directory);
    }

    public (uint User, uint Group) ReadOwner()
    {
        var facts = stackalloc byte[FactsBytes];
        return Libc.ReadFacts(Descriptor, "", EmptyPath, OwnerWanted, facts) == 0
            ? (*(uint*)(facts + UserOffset), *(uint*)(facts + GroupOffset))
            : throw Fault.Of($"see whose {Path} is");
    }

    /// <summary>Shows it at another place of this mount namespace, without what is mounted below it.</summary>
    /// <param name="ids">How users of the folder become others; null leaves them.</param>
    /// <exception cref="SandboxLaunchException">The file system cannot do it.</exception>
    public void MountOn(string target, bool isReadOnly, IdMap? ids)
    {
        using var tree = CloneTree();
        if (!TryRestrict(tree, isReadOnly, ids))
        {
            throw Fault.Of($"show the files in {Path} as another user's");
        }

        if (Libc.MoveMount((int)tree.DangerousGetHandle(), "", CurrentDirectory, target, FromEmptyPath) != 0)
        {
            throw Fault.Of($"mount {Path}");
        }
    }

    /// <summary>Whether files there can be shown as another user's.</summary>
    public bool CanMap(IdMap ids)
    {
        using var tree = CloneTree();
        return TryRestrict(tree, isReadOnly: false, ids);
    }

    public void Dispose() => _directory.Dispose();

    private SafeFileHandle CloneTree()
    {
        var tree = Libc.OpenTree(Descriptor, "", EmptyPath | Clone | Libc.CloseOnExec);
        return tree >= 0 ? new SafeFileHandle(tree, ownsHandle: true) : throw Fault.Of($"open {Path} for mounting");
    }

    private static bool TryRestrict(SafeFileHandle tree, bool isReadOnly, IdMap? ids)
    {
        // The attributes of mounts have the same numbers as the older flags.
        var attributes = new Libc.MountAttributes
        {
            Set = Libc.MountNoSetuid | Libc.MountNoDevices | (isReadOnly ? Libc.MountReadOnly : 0) | (ids is null ? 0 : (ulong)MapIds),
            UserNamespace = ids is null ? 0 : (ulong)ids.Descriptor,
        };
        return Libc.SetMountAttributes((int)tree.DangerousGetHandle(), "", EmptyPath, &attributes, (nuint)sizeof(Libc.MountAttributes)) == 0;
    }
}
