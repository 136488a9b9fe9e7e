using System.Text;

namespace Goldcrest.Core.Code;

/// <summary>Which names an entry may have, and where a symbolic link may lead.</summary>
/// <remarks>Source: docs/contracts/code-archives.md#names.</remarks>
public static class EntryName
{
    public const int MaxBytes = 2048;
    public const int MaxPartBytes = 255;

    /// <summary>Bounds the work that one entry can cause.</summary>
    public const int MaxParts = 128;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private const string Cp437High =
        "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00A0";

    /// <param name="name">As it stands in the zip.</param>
    /// <param name="saysUtf8">The entry's own flag. Without it, names that are not UTF-8 are read as code page 437.</param>
    /// <returns>The path without empty and dot parts; null when the name is not acceptable.</returns>
    public static string? TryClean(ReadOnlySpan<byte> name, bool saysUtf8)
    {
        if (name.IsEmpty || name.Length > MaxBytes || name[0] == '/' || Decode(name, saysUtf8) is not { } text)
        {
            return null;
        }

        if (text.AsSpan().ContainsAny('\0', '\\') || (text.Length > 1 && text[1] == ':' && char.IsAsciiLetter(text[0])))
        {
            return null;
        }

        var (clean, parts) = (new StringBuilder(text.Length), 0);
        foreach (var range in text.AsSpan().Split('/'))
        {
            var part = text.AsSpan(range);
            if (part is "" or ".")
            {
                continue;
            }

            if (part is ".." || ++parts > MaxParts || Encoding.UTF8.GetByteCount(part) > MaxPartBytes)
            {
                return null;
            }

            clean.Append(clean.Length > 0 ? "/" : "").Append(part);
        }

        return clean.Length == 0 || Encoding.UTF8.GetByteCount(clean.ToString()) > MaxBytes ? null : clean.ToString();
    }

    /// <summary>
    /// Whether a link stays in the tree, whatever other links there are. Steps up may stand at the beginning only, and not more than the link
    /// lies deep: they walk up real directories. Further on a step up could start from where another link led.
    /// </summary>
    /// <param name="path">Of the link, clean.</param>
    /// <param name="content">The link's target as it stands in the zip.</param>
    /// <returns>The target; null when the link must not be made.</returns>
    public static string? TryTarget(string path, ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty || content.Length > MaxBytes || Decode(content, saysUtf8: true) is not { } target
            || target[0] == '/' || target.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        var depth = path.AsSpan().Count('/');
        var descending = false;
        foreach (var range in target.AsSpan().Split('/'))
        {
            var part = target.AsSpan(range);
            if (part is "..")
            {
                if (descending || --depth < 0)
                {
                    return null;
                }
            }
            else if (part is not ("" or "."))
            {
                descending = true;
            }
        }

        return target;
    }

    private static string? Decode(ReadOnlySpan<byte> text, bool saysUtf8)
    {
        try
        {
            return Strict.GetString(text);
        }
        catch (DecoderFallbackException)
        {
            return saysUtf8 ? null : DecodeCp437(text);
        }
    }

    private static string DecodeCp437(ReadOnlySpan<byte> text)
    {
        var decoded = new StringBuilder(text.Length);
        foreach (var octet in text)
        {
            decoded.Append(octet < 128 ? (char)octet : Cp437High[octet - 128]);
        }

        return decoded.ToString();
    }
}
