namespace Goldcrest.Core.Logs;

/// <summary>Where text in UTF-8 may be cut without splitting a character.</summary>
public static class Utf8Cut
{
    private const int LongestCharacter = 4;

    /// <returns>The length of the longest beginning that ends with a whole character; all of it when its end is not UTF-8.</returns>
    public static int LastBoundary(ReadOnlySpan<byte> text)
    {
        for (var back = 1; back <= Math.Min(LongestCharacter, text.Length); back++)
        {
            var lead = text[^back];
            if (IsContinuation(lead))
            {
                continue;
            }

            return LengthOf(lead) > back ? text.Length - back : text.Length;
        }

        return text.Length;
    }

    /// <returns>Where the first whole character begins; 0 when the beginning is not UTF-8.</returns>
    public static int FirstBoundary(ReadOnlySpan<byte> text)
    {
        for (var at = 0; at < Math.Min(LongestCharacter, text.Length); at++)
        {
            if (!IsContinuation(text[at]))
            {
                return at;
            }
        }

        return 0;
    }

    private static bool IsContinuation(byte b) => (b & 0xC0) == 0x80;

    private static int LengthOf(byte lead) => lead switch
    {
        >= 0xF0 and < 0xF8 => 4,
        >= 0xE0 and < 0xF0 => 3,
        >= 0xC2 and < 0xE0 => 2,
        _ => 1,
    };
}
