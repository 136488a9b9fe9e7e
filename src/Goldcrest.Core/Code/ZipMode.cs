using static Goldcrest.Core.Code.ZipDirectory;

namespace Goldcrest.Core.Code;

/// <summary>What a zip header says about an entry's kind and permissions.</summary>
/// <remarks>Source: docs/contracts/code-archives.md#modes.</remarks>
internal readonly record struct ZipMode(ZipEntryKind Kind, UnixFileMode Bits)
{
    private const int Unix = 3;
    private const int MacOS = 19;
    private const UnixFileMode DirectoryBits = (UnixFileMode)0b111_101_101;
    private const UnixFileMode FileBits = (UnixFileMode)0b110_100_100;

    /// <returns>Null for what is neither file, directory nor symbolic link, or contradicts its own name.</returns>
    public static ZipMode? Read(ReadOnlySpan<byte> header, bool isDirectoryName, long size)
    {
        // Only these two systems put a Unix mode there; others leave rubbish or nothing.
        var madeOn = header[5];
        var mode = madeOn is Unix or MacOS ? U32(header, 38) >> 16 : 0;
        var type = mode & 0xF000;
        if (isDirectoryName || type == 0x4000)
        {
            return size == 0 && type is (0 or 0x4000 or 0x8000) ? new ZipMode(ZipEntryKind.Directory, DirectoryBits) : null;
        }

        var bits = (UnixFileMode)(mode & 0x1FF);
        return type switch
        {
            0 or 0x8000 => new ZipMode(ZipEntryKind.File, bits == UnixFileMode.None ? FileBits : bits),
            0xA000 => new ZipMode(ZipEntryKind.SymbolicLink, bits),
            _ => null,
        };
    }
}
