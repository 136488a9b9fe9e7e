using System.Text.RegularExpressions;

namespace Goldcrest.Tests.Lives;

/// <summary>
/// Names for what a node makes up itself. The twin says <c>rev#7</c>; the first answer that shows it tells what it is, and from then on it must be
/// that, and nothing else may be.
/// </summary>
internal sealed partial class Marks
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _owners = new(StringComparer.Ordinal);

    public static bool IsMark(string text) => Pattern().Match(text) is { Success: true } match && match.Length == text.Length;

    /// <returns>False when the mark means another value, the value another mark, or the value is no UUID.</returns>
    public bool Agrees(string mark, string value)
    {
        if (_values.TryGetValue(mark, out var known))
        {
            return known == value;
        }

        if (!Guid.TryParseExact(value, "D", out _) || !_owners.TryAdd(value, mark))
        {
            return false;
        }

        _values[mark] = value;
        return true;
    }

    /// <summary>The text with every mark replaced; one that no answer ever showed becomes a UUID that nothing has.</summary>
    public string Resolve(string text) => Pattern().Replace(text, match => _values.GetValueOrDefault(match.Value, Guid.Empty.ToString()));

    [GeneratedRegex("rev#[0-9]+")]
    private static partial Regex Pattern();
}
