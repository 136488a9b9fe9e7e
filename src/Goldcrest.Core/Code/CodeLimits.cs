namespace Goldcrest.Core.Code;

/// <summary>How large an uploaded zip may be, and how much of them an account may keep.</summary>
/// <remarks>Source: docs/contracts/code-archives.md#limits.</remarks>
public sealed record CodeLimits
{
    public const long DefaultAccountBytes = 80_530_636_800;

    /// <summary>Bytes of the zips that one account may keep in one region, each version of a function or layer counted by itself.</summary>
    public long MaxAccountBytes { get; init; } = DefaultAccountBytes;

    /// <summary>Bytes of the zip.</summary>
    public long MaxZippedBytes { get; init; } = 52_428_800;

    /// <summary>Bytes of all files unpacked, link targets included.</summary>
    public long MaxUnzippedBytes { get; init; } = 262_144_000;

    /// <summary>Entries of the zip, directories included. AWS names no number; this one keeps a host's inodes.</summary>
    public int MaxEntries { get; init; } = 200_000;

    /// <summary>Directories in all, those that no entry names but a path implies included.</summary>
    public int MaxDirectories { get; init; } = 200_000;
}
