using System.Text;

namespace Goldcrest.Wire.Constraints;

/// <summary>Rewrites a pattern of the model so that .NET reads it as Java does.</summary>
/// <remarks>Digits and blanks are ASCII, and a dot is no line's end, of which Java knows five.</remarks>
internal static class JavaPattern
{
    private const string Digits = "0-9";
    private const string Blanks = @" \t\n\x0B\f\r";
    private const string LineEnds = @"\n\r\u0085\u2028\u2029";

    public static string ToDotNet(string pattern)
    {
        var text = new StringBuilder();
        var inClass = false;
        for (var at = 0; at < pattern.Length; at++)
        {
            var letter = pattern[at];
            if (letter == '\\' && at + 1 < pattern.Length)
            {
                at++;
                text.Append(Escape(pattern[at], inClass));
                continue;
            }

            inClass = letter == '[' || (inClass && letter != ']');
            text.Append(letter == '.' && !inClass ? $"[^{LineEnds}]" : letter.ToString());
        }

        return text.ToString();
    }

    private static string Escape(char kind, bool inClass) => kind switch
    {
        'd' => inClass ? Digits : $"[{Digits}]",
        's' => inClass ? Blanks : $"[{Blanks}]",
        _ => $@"\{kind}",
    };
}
