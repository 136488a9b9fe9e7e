using System.Text;

namespace Goldcrest.Core.Images;

/// <summary>One header block of a tar archive, in any of its dialects (v7, ustar, GNU, pax).</summary>
/// <param name="Name">As it stands there; longer ones come in an entry before.</param>
/// <param name="Mode">Permission bits and what else stands there.</param>
/// <param name="Bytes">Of the content that follows; not negative.</param>
/// <param name="ModifiedSeconds">Since 1970.</param>
public sealed record TarHeader(string Name, int Mode, long Bytes, long ModifiedSeconds, TarEntryKind Kind, string LinkTarget)
{
    public const int BlockBytes = 512;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether the block is all zeros, which ends an archive.</summary>
    public static bool IsEnd(ReadOnlySpan<byte> block) => !block.ContainsAnyExcept((byte)0);

    /// <param name="block">512 bytes.</param>
    /// <returns>Null for what is no header: a wrong checksum, numbers that are none, a kind of entry that nobody knows.</returns>
    public static TarHeader? TryRead(ReadOnlySpan<byte> block)
    {
        if (TryNumber(block[148..156]) is not { } checksum || Sum(block) != checksum
            || TryNumber(block[100..108]) is not { } mode || TryNumber(block[124..136]) is not { } bytes || bytes < 0
            || TryNumber(block[136..148]) is not { } modified
            || TryText(block[..100]) is not { } name || TryText(block[157..257]) is not { } target)
        {
            return null;
        }

        // Only POSIX's own magic has the rest of a long name; GNU keeps times in its place.
        var prefix = block[257..263].SequenceEqual("ustar\0"u8) ? TryText(block[345..500]) : "";
        return prefix is not null && FindKind(block[156], name) is { } kind
            ? new TarHeader(prefix.Length > 0 ? $"{prefix}/{name}" : name, (int)(mode & 0xFFFF), bytes, modified, kind, target)
            : null;
    }

    /// <returns>Null for what is not UTF-8.</returns>
    public static string? TryText(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        try
        {
            return Strict.GetString(end < 0 ? field : field[..end]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static TarEntryKind? FindKind(byte letter, string name) => (char)letter switch
    {
        // Before there were folders in tar, a slash at the end said so.
        '0' or '\0' or '7' => name.EndsWith('/') ? TarEntryKind.Directory : TarEntryKind.File,
        '1' => TarEntryKind.HardLink,
        '2' => TarEntryKind.SymbolicLink,
        '3' or '4' or '6' => TarEntryKind.Device,
        '5' => TarEntryKind.Directory,
        'x' => TarEntryKind.Attributes,
        'g' => TarEntryKind.GlobalAttributes,
        'L' => TarEntryKind.LongName,
        'K' => TarEntryKind.LongTarget,
        _ => null,
    };

    /// <summary>Octal text, or, with the highest bit set, a binary number of which 63 bits count.</summary>
    private static long? TryNumber(ReadOnlySpan<byte> field)
    {
        if ((field[0] & 0x80) != 0)
        {
            return TryBinary(field);
        }

        var value = 0L;
        foreach (var digit in field.Trim(" \0"u8))
        {
            if (digit is < (byte)'0' or > (byte)'7')
            {
                return null;
            }

            value = (value << 3) | (long)(digit - (byte)'0');
        }

        return value;
    }

    private static long? TryBinary(ReadOnlySpan<byte> field)
    {
        var isNegative = field[0] == 0xFF;
        var value = isNegative ? -1L : field[0] & 0x7F;
        foreach (var part in field[1..])
        {
            if (value is > long.MaxValue >> 8 or < long.MinValue >> 8)
            {
                return null;
            }

            value = (value << 8) | part;
        }

        return value;
    }

    /// <summary>The checksum's own field counts as blanks.</summary>
    private static long Sum(ReadOnlySpan<byte> block)
    {
        var sum = 8L * ' ';
        for (var at = 0; at < BlockBytes; at++)
        {
            sum += at is >= 148 and < 156 ? 0 : block[at];
        }

        return sum;
    }
}
