using System.Buffers.Binary;

namespace Goldcrest.Core.Code;

/// <summary>Reads a zip's directory strictly: what two readers could understand differently is refused.</summary>
/// <remarks>Source: docs/contracts/code-archives.md, and the zip format's own description (APPNOTE 6.3).</remarks>
public static class ZipDirectory
{
    private const int HeaderBytes = 46;
    private const int LocalHeaderBytes = 30;
    private const int EncryptedFlags = 1 | (1 << 6) | (1 << 13);
    private const int DescriptorFlag = 1 << 3;
    private const int Utf8Flag = 1 << 11;

    /// <param name="zip">The whole zip.</param>
    /// <param name="limits">Bounds of entries and sizes.</param>
    /// <param name="entries">In the zip's order; empty when refused.</param>
    /// <returns>Null when every entry is acceptable so far; contents are checked while unpacking.</returns>
    public static CodeRefusal? Read(ReadOnlySpan<byte> zip, CodeLimits limits, out IReadOnlyList<ZipEntry> entries)
    {
        entries = [];
        if (zip.IsEmpty)
        {
            return CodeRefusal.Empty;
        }

        if (ZipEnd.Find(zip) is not { } end)
        {
            return CodeRefusal.NotAZip;
        }

        if (end.Entries == 0)
        {
            return CodeRefusal.Empty;
        }

        if (end.Entries > limits.MaxEntries)
        {
            return CodeRefusal.TooManyEntries;
        }

        var read = new List<ZipEntry>((int)end.Entries);
        var extents = new List<(int Start, int End)>((int)end.Entries);
        var tree = new ZipTree(limits.MaxDirectories);
        var rest = zip.Slice(end.DirectoryStart, end.DirectoryLength);
        var unzipped = 0L;
        for (var i = 0L; i < end.Entries; i++)
        {
            var refusal = ReadEntry(zip[..end.DirectoryStart], ref rest, end.Shift, out var entry, out var start);
            refusal ??= tree.Add(entry!.Path, entry.Kind);
            if (refusal is not null)
            {
                return refusal;
            }

            read.Add(entry!);
            extents.Add((start, entry!.DataStart + entry.DataLength));

            // A zip that says itself that it is too large costs no disk. One that lies is counted while unpacking.
            unzipped = checked(unzipped + entry.Size);
            if (entry.Size > limits.MaxUnzippedBytes || unzipped > limits.MaxUnzippedBytes)
            {
                return CodeRefusal.UnzippedTooLarge;
            }
        }

        if (rest.Length > 0)
        {
            return CodeRefusal.NotAZip;
        }

        entries = read;
        return Overlap(extents) ? CodeRefusal.Overlapping : null;
    }

    private static CodeRefusal? ReadEntry(
        ReadOnlySpan<byte> contents, ref ReadOnlySpan<byte> rest, int shift, out ZipEntry? entry, out int start)
    {
        (entry, start) = (null, 0);
        if (rest.Length < HeaderBytes || U32(rest, 0) != 0x02014b50)
        {
            return CodeRefusal.NotAZip;
        }

        var (nameLength, extraLength, commentLength) = (U16(rest, 28), U16(rest, 30), U16(rest, 32));
        if (rest.Length < HeaderBytes + nameLength + extraLength + commentLength)
        {
            return CodeRefusal.NotAZip;
        }

        var header = rest[..HeaderBytes];
        var name = rest.Slice(HeaderBytes, nameLength);
        var extra = rest.Slice(HeaderBytes + nameLength, extraLength);
        rest = rest[(HeaderBytes + nameLength + extraLength + commentLength)..];

        var (flags, method) = (U16(header, 8), U16(header, 10));
        if ((flags & EncryptedFlags) != 0)
        {
            return CodeRefusal.Encrypted;
        }

        if (method is not (0 or 8))
        {
            return CodeRefusal.UnsupportedCompression;
        }

        var sizes = new ZipSizes(U32(header, 24), U32(header, 20), U32(header, 42), U16(header, 34));
        if (!sizes.TryWiden(extra) || sizes.Disk != 0)
        {
            return CodeRefusal.NotAZip;
        }

        var at = sizes.Offset + shift;
        if (at < 0 || at > contents.Length || sizes.Compressed < 0 || sizes.Compressed > contents.Length)
        {
            return CodeRefusal.NotAZip;
        }

        start = (int)at;
        if (CheckLocal(contents[start..], header, name, sizes, out var dataStart) is { } contradiction)
        {
            return contradiction;
        }

        if (method == 0 && sizes.Compressed != sizes.Size)
        {
            return CodeRefusal.HeadersDisagree;
        }

        return Describe(header, name, sizes, start, dataStart, out entry);
    }

    private static CodeRefusal? Describe(
        ReadOnlySpan<byte> header, ReadOnlySpan<byte> name, in ZipSizes sizes, int start, int dataStart, out ZipEntry? entry)
    {
        entry = null;
        if (EntryName.TryClean(name, (U16(header, 8) & Utf8Flag) != 0) is not { } path)
        {
            return CodeRefusal.BadName;
        }

        if (ZipMode.Read(header, isDirectoryName: name[^1] == '/', sizes.Size) is not { } mode)
        {
            return CodeRefusal.SpecialFile;
        }

        entry = new ZipEntry
        {
            Path = path,
            Kind = mode.Kind,
            Mode = mode.Bits,
            Deflated = U16(header, 10) == 8,
            NameStart = start + LocalHeaderBytes,
            NameLength = name.Length,
            DataStart = start + dataStart,
            DataLength = (int)sizes.Compressed,
            Size = sizes.Size,
            Crc = U32(header, 16),
        };
        return null;
    }

    /// <summary>Holds the header before the content against the one in the directory.</summary>
    private static CodeRefusal? CheckLocal(
        ReadOnlySpan<byte> local, ReadOnlySpan<byte> header, ReadOnlySpan<byte> name, in ZipSizes sizes, out int dataStart)
    {
        dataStart = 0;
        if (local.Length < LocalHeaderBytes || U32(local, 0) != 0x04034b50)
        {
            return CodeRefusal.NotAZip;
        }

        var (nameLength, extraLength) = (U16(local, 26), U16(local, 28));
        dataStart = LocalHeaderBytes + nameLength + extraLength;
        if (local.Length < dataStart + sizes.Compressed)
        {
            return CodeRefusal.NotAZip;
        }

        var (flags, method) = (U16(local, 6), U16(local, 8));
        if (!local.Slice(LocalHeaderBytes, nameLength).SequenceEqual(name)
            || method != U16(header, 10) || (flags & (EncryptedFlags | DescriptorFlag)) != (U16(header, 8) & (EncryptedFlags | DescriptorFlag)))
        {
            return CodeRefusal.HeadersDisagree;
        }

        // With a descriptor behind the content, the header before it does not know sizes and checksum yet.
        if ((flags & DescriptorFlag) != 0)
        {
            return null;
        }

        var own = new ZipSizes(U32(local, 22), U32(local, 18), 0, 0);
        return own.TryWiden(local.Slice(LocalHeaderBytes + nameLength, extraLength))
            && own.Size == sizes.Size && own.Compressed == sizes.Compressed && U32(local, 14) == U32(header, 16)
            ? null
            : CodeRefusal.HeadersDisagree;
    }

    private static bool Overlap(List<(int Start, int End)> extents)
    {
        extents.Sort();
        for (var i = 1; i < extents.Count; i++)
        {
            if (extents[i].Start < extents[i - 1].End)
            {
                return true;
            }
        }

        return false;
    }

    internal static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    internal static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    internal static ulong U64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
}
