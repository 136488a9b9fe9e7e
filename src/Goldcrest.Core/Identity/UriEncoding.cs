using System.Buffers;

namespace Goldcrest.Core.Identity;

/// <summary>Percent-encoding by RFC 3986: letters, digits and <c>- . _ ~</c> stay, every other byte becomes <c>%XX</c> in upper case.</summary>
/// <remarks>Source: docs/contracts/identity.md#canonical-request.</remarks>
internal static class UriEncoding
{
    private static readonly SearchValues<byte> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"u8);

    public static void Encode(ref Utf8Buffer output, scoped ReadOnlySpan<byte> value)
    {
        while (true)
        {
            var plain = value.IndexOfAnyExcept(Unreserved);
            if (plain < 0)
            {
                output.Add(value);
                return;
            }

            output.Add(value[..plain]);
            AddEscaped(ref output, value[plain]);
            value = value[(plain + 1)..];
        }
    }

    /// <summary>Encodes text that may be encoded already, in part or whole: what is escaped is unescaped first, and a plus is a space.</summary>
    public static void Normalize(ref Utf8Buffer output, scoped ReadOnlySpan<byte> value)
    {
        if (value.IndexOfAnyExcept(Unreserved) < 0)
        {
            output.Add(value);
            return;
        }

        for (var i = 0; i < value.Length; i++)
        {
            var octet = value[i];
            if (octet == '%' && i + 2 < value.Length && TryHex(value[i + 1], value[i + 2], out var escaped))
            {
                octet = escaped;
                i += 2;
            }
            else if (octet == '+')
            {
                octet = (byte)' ';
            }

            if (Unreserved.Contains(octet))
            {
                output.Add(octet);
            }
            else
            {
                AddEscaped(ref output, octet);
            }
        }
    }

    private static bool TryHex(byte high, byte low, out byte value)
    {
        var (upper, lower) = (Digit(high), Digit(low));
        value = (byte)((upper << 4) | (lower & 0xF));
        return upper >= 0 && lower >= 0;
    }

    private static int Digit(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        _ => -1,
    };

    private static void AddEscaped(ref Utf8Buffer output, byte octet)
    {
        output.Add((byte)'%');
        output.Add("0123456789ABCDEF"u8[octet >> 4]);
        output.Add("0123456789ABCDEF"u8[octet & 0xF]);
    }
}
