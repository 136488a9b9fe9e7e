using System.IO.Compression;

namespace Goldcrest.Core.Code;

/// <summary>One entry of a zip, its name checked and its place in the zip known. Its content is not checked yet.</summary>
public sealed record ZipEntry
{
    /// <summary>Relative, parts joined by slashes, none of them empty, a dot or two dots.</summary>
    public required string Path { get; init; }

    public required ZipEntryKind Kind { get; init; }

    /// <summary>Permission bits of a file, at most 0777; never set-user-id and the like.</summary>
    public required UnixFileMode Mode { get; init; }

    /// <summary>True when deflated, false when stored.</summary>
    public required bool Deflated { get; init; }

    /// <summary>Position of the name in the zip, as it stands there.</summary>
    public required int NameStart { get; init; }

    /// <summary>Bytes of that name.</summary>
    public required int NameLength { get; init; }

    /// <summary>Position of the first content byte in the zip.</summary>
    public required int DataStart { get; init; }

    /// <summary>Content bytes in the zip.</summary>
    public required int DataLength { get; init; }

    /// <summary>Bytes that the content must give, no more and no less.</summary>
    public required long Size { get; init; }

    /// <summary>CRC-32 that the content must give.</summary>
    public required uint Crc { get; init; }

    /// <param name="zip">The one that the entry was read from.</param>
    /// <returns>The content, unpacked. It may give more or less than <see cref="Size"/> says.</returns>
    public Stream Open(ReadOnlyMemory<byte> zip)
    {
        var packed = new MemorySlice(zip.Slice(DataStart, DataLength));
        return Deflated ? new DeflateStream(packed, CompressionMode.Decompress) : packed;
    }
}
