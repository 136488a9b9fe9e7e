namespace Goldcrest.Core.Policies;

/// <summary>Patterns in which <c>*</c> stands for any text and <c>?</c> for one character.</summary>
internal static class Wildcards
{
    private const int ArnParts = 6;

    /// <summary>Takes time in proportion to the product of both lengths at worst, whatever the pattern.</summary>
    public static bool Match(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text, bool ignoreCase = false)
    {
        var (p, t) = (0, 0);
        var (star, resume) = (-1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, resume) = (p++, t);
            }
            else if (p < pattern.Length && (pattern[p] == '?' || Same(pattern[p], text[t], ignoreCase)))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                // The last star takes one character more. Earlier stars never need to: what they took was enough for what follows them.
                (p, t) = (star + 1, ++resume);
            }
            else
            {
                return false;
            }
        }

        return !pattern[p..].ContainsAnyExcept('*');
    }

    /// <summary>Part by part, so that a wildcard does not reach over a colon, except in the last part, which may hold colons.</summary>
    public static bool MatchArn(string pattern, string arn)
    {
        var wanted = pattern.Split(':', ArnParts);
        var given = arn.Split(':', ArnParts);
        return wanted.Length == ArnParts && given.Length == ArnParts && wanted.Zip(given).All(pair => Match(pair.First, pair.Second));
    }

    private static bool Same(char a, char b, bool ignoreCase) =>
        a == b || (ignoreCase && char.ToLowerInvariant(a) == char.ToLowerInvariant(b));
}
