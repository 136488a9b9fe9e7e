using static Goldcrest.Core.Code.ZipDirectory;

namespace Goldcrest.Core.Code;

/// <summary>What the record at a zip's end says: where the directory lies and how many entries it has.</summary>
/// <param name="Entries">Entries of the directory.</param>
/// <param name="DirectoryStart">Its position.</param>
/// <param name="DirectoryLength">Its bytes.</param>
/// <param name="Shift">Bytes put before the zip, as for a self-starting archive; to be added to every offset.</param>
internal readonly record struct ZipEnd(long Entries, int DirectoryStart, int DirectoryLength, int Shift)
{
    private const int Bytes = 22;
    private const int LocatorBytes = 20;
    private const int WideBytes = 56;

    /// <returns>Null when there is no such record, or when what it says cannot be.</returns>
    public static ZipEnd? Find(ReadOnlySpan<byte> zip)
    {
        // The comment must reach exactly to the end: bytes behind the record could be another one.
        for (var at = zip.Length - Bytes; at >= 0 && at >= zip.Length - Bytes - ushort.MaxValue; at--)
        {
            if (U32(zip, at) == 0x06054b50 && U16(zip, at + 20) == zip.Length - at - Bytes)
            {
                return Read(zip, at);
            }
        }

        return null;
    }

    private static ZipEnd? Read(ReadOnlySpan<byte> zip, int at)
    {
        var (disk, directoryDisk) = (U16(zip, at + 4), U16(zip, at + 6));
        ulong here = U16(zip, at + 8), entries = U16(zip, at + 10);
        ulong length = U32(zip, at + 12), offset = U32(zip, at + 16);
        var isWide = here == 0xFFFF || entries == 0xFFFF || length == uint.MaxValue || offset == uint.MaxValue;
        if (isWide && at >= LocatorBytes && U32(zip, at - LocatorBytes) == 0x07064b50)
        {
            // The locator's own offset ignores bytes put before the zip; without extensible data the record lies right before it.
            at -= LocatorBytes + WideBytes;
            if (at < 0 || U32(zip, at) != 0x06064b50 || U64(zip, at + 4) != WideBytes - 12
                || U32(zip, at + 16) != 0 || U32(zip, at + 20) != 0)
            {
                return null;
            }

            (here, entries, length, offset) = (U64(zip, at + 24), U64(zip, at + 32), U64(zip, at + 40), U64(zip, at + 48));
        }
        else if (disk != 0 || directoryDisk != 0)
        {
            return null;
        }

        if (here != entries || entries > int.MaxValue || length > (ulong)at || offset > (ulong)at - length)
        {
            return null;
        }

        var start = at - (int)length;
        return new ZipEnd((long)entries, start, (int)length, start - (int)offset);
    }
}
