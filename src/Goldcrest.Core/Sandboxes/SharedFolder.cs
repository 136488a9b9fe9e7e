namespace Goldcrest.Core.Sandboxes;

/// <summary>What an access point stands for on this node: files that outlive sandboxes, the same for all functions that name it.</summary>
/// <remarks>Source: docs/contracts/file-systems.md.</remarks>
/// <param name="IsReadOnly">Functions may only read.</param>
public abstract record SharedFolder(bool IsReadOnly)
{
    /// <summary>A directory of the host. Whatever sandbox works there, the host sees one user.</summary>
    /// <param name="Path">Absolute.</param>
    /// <param name="User">Null: the directory's owner.</param>
    /// <param name="Group">Null: the directory's group.</param>
    public sealed record OnHost(string Path, bool IsReadOnly, uint? User, uint? Group) : SharedFolder(IsReadOnly);

    /// <summary>An export of an NFS server, which decides as whom functions work there.</summary>
    /// <param name="Source">Host and path, as <c>mount</c> takes them.</param>
    /// <param name="Options">As <c>mount</c> takes them; empty for none.</param>
    public sealed record Export(string Source, bool IsReadOnly, string Options) : SharedFolder(IsReadOnly);
}
