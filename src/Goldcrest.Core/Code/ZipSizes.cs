using static Goldcrest.Core.Code.ZipDirectory;

namespace Goldcrest.Core.Code;

/// <summary>The numbers of a zip header that may be too wide for their 32 bits.</summary>
internal record struct ZipSizes(long Size, long Compressed, long Offset, long Disk)
{
    private const int WideTag = 1;

    /// <summary>Takes the numbers that did not fit from the header's extra fields.</summary>
    /// <returns>False when the fields are broken or lack a number, or hold one beyond reason.</returns>
    public bool TryWiden(ReadOnlySpan<byte> extra)
    {
        var wide = ReadOnlySpan<byte>.Empty;

        // Some writers pad the fields with up to three loose bytes.
        while (extra.Length >= 4)
        {
            var (tag, length) = (U16(extra, 0), U16(extra, 2));
            if (length > extra.Length - 4)
            {
                return false;
            }

            if (tag == WideTag && wide.IsEmpty)
            {
                wide = extra.Slice(4, length);
            }

            extra = extra[(4 + length)..];
        }

        (var size, var compressed, var offset) = (Size, Compressed, Offset);
        var isWhole = Take(ref size, ref wide) && Take(ref compressed, ref wide) && Take(ref offset, ref wide);
        (Size, Compressed, Offset) = (size, compressed, offset);
        if (Disk == 0xFFFF && wide.Length >= 4)
        {
            Disk = U32(wide, 0);
        }

        return isWhole;
    }

    private static bool Take(ref long value, ref ReadOnlySpan<byte> wide)
    {
        if (value != uint.MaxValue)
        {
            return true;
        }

        if (wide.Length < 8 || U64(wide, 0) > long.MaxValue / 4)
        {
            return false;
        }

        value = (long)U64(wide, 0);
        wide = wide[8..];
        return true;
    }
}
