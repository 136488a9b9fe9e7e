using System.Text.RegularExpressions;

namespace Goldcrest.Wire.Constraints;

/// <summary>Length, pattern and enum of a string.</summary>
internal sealed class TextConstraint : IConstraint<string>
{
    /// <summary>Only the few patterns that look around can need it; text that takes longer counts as not matching.</summary>
    private static readonly TimeSpan MatchLimit = TimeSpan.FromMilliseconds(100);

    private readonly int _min;
    private readonly int _max;
    private readonly string? _pattern;
    private readonly string[] _values;
    private readonly Lazy<Regex>? _regex;

    /// <remarks>
    /// Lengths count UTF-16 units. The pattern must match the whole text. Values stand in the order that AWS prints them.
    /// </remarks>
    public TextConstraint(int min = 0, int max = int.MaxValue, string? pattern = null, bool isSensitive = false, string[]? values = null)
    {
        _min = min;
        _max = max;
        _pattern = pattern;
        _values = values ?? [];
        IsSensitive = isSensitive;
        _regex = pattern is null ? null : new Lazy<Regex>(() => Compile(pattern));
        Sentences = Collect(showsMin: max != int.MaxValue || min > 0);
    }

    public bool IsSensitive { get; }

    public IEnumerable<string> Sentences { get; }

    public bool Allows(string value) => FitsMax(value) && FitsMin(value) && FitsPattern(value) && FitsValues(value);

    public void Check(string? value, string path, string member, ref Violations violations)
    {
        if (value is null || Allows(value))
        {
            return;
        }

        if (!FitsMax(value))
        {
            violations.Add(value, IsSensitive, path, member, Sentence.MaxLength(_max));
        }

        if (!FitsMin(value))
        {
            violations.Add(value, IsSensitive, path, member, Sentence.MinLength(_min));
        }

        if (!FitsPattern(value))
        {
            violations.Add(value, IsSensitive, path, member, Sentence.Pattern(_pattern!));
        }

        if (!FitsValues(value))
        {
            violations.Add(value, IsSensitive, path, member, Sentence.OneOf(_values));
        }
    }

    private static Regex Compile(string pattern)
    {
        // Java matches whole text; the last anchor must not forgive a line feed as $ does.
        var whole = $@"\A(?:{JavaPattern.ToDotNet(pattern)})\z";
        try
        {
            return new Regex(whole, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            // Looking around is beyond the linear engine, so these are bounded by time instead.
            return new Regex(whole, RegexOptions.CultureInvariant, MatchLimit);
        }
    }

    private bool FitsMax(string value) => value.Length <= _max;

    private bool FitsMin(string value) => value.Length >= _min;

    private bool FitsValues(string value) => _values.Length == 0 || Array.IndexOf(_values, value) >= 0;

    private bool FitsPattern(string value)
    {
        if (_regex is null)
        {
            return true;
        }

        try
        {
            return _regex.Value.IsMatch(value);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private List<string> Collect(bool showsMin)
    {
        var sentences = new List<string>();
        if (_max != int.MaxValue)
        {
            sentences.Add(Sentence.MaxLength(_max));
        }

        if (showsMin)
        {
            sentences.Add(Sentence.MinLength(_min));
        }

        if (_pattern is not null)
        {
            sentences.Add(Sentence.Pattern(_pattern));
        }

        if (_values.Length > 0)
        {
            sentences.Add(Sentence.OneOf(_values));
        }

        return sentences;
    }
}
