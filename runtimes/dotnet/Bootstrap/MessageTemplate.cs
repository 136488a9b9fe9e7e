using System.Globalization;
using System.Text;

namespace Goldcrest.DotnetRuntime;

/// <summary>A message such as <c>{count} of {product:N2}</c>, whose holes are filled in order, or by position when all are numbers.</summary>
internal sealed class MessageTemplate
{
    private readonly List<Hole> _holes = [];
    private readonly List<string> _texts = [];
    private bool _isPositional = true;

    public static MessageTemplate Parse(string template)
    {
        var parsed = new MessageTemplate();
        var text = new StringBuilder();
        for (var i = 0; i < template.Length; i++)
        {
            var c = template[i];
            var end = c == '{' ? template.IndexOf('}', i) : -1;
            if (c is '{' or '}' && i + 1 < template.Length && template[i + 1] == c)
            {
                text.Append(c);
                i++;
            }
            else if (end < 0)
            {
                text.Append(c);
            }
            else
            {
                parsed.Add(text.ToString(), template[(i + 1)..end]);
                text.Clear();
                i = end;
            }
        }

        parsed._texts.Add(text.ToString());
        return parsed;
    }

    public string Fill(object?[] arguments)
    {
        var filled = new StringBuilder();
        for (var i = 0; i < _holes.Count; i++)
        {
            filled.Append(_texts[i]).Append(TryFind(i, arguments, out var value) ? Format(_holes[i], value) : $"{{{_holes[i].Written}}}");
        }

        return filled.Append(_texts[^1]).ToString();
    }

    /// <returns>The arguments by the names of their holes, without those that are null.</returns>
    public IEnumerable<KeyValuePair<string, object>> Members(object?[] arguments)
    {
        for (var i = 0; i < _holes.Count; i++)
        {
            if (TryFind(i, arguments, out var value) && value is not null)
            {
                yield return new(_holes[i].Name, _holes[i].Format is null ? value : Format(_holes[i], value));
            }
        }
    }

    private void Add(string before, string written)
    {
        var colon = written.IndexOf(':', StringComparison.Ordinal);
        var name = (colon < 0 ? written : written[..colon]).TrimStart('@');
        _texts.Add(before);
        _holes.Add(new Hole(name, colon < 0 ? null : written[(colon + 1)..], written));
        _isPositional &= int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _);
    }

    private bool TryFind(int hole, object?[] arguments, out object? value)
    {
        var index = _isPositional ? int.Parse(_holes[hole].Name, CultureInfo.InvariantCulture) : hole;
        value = index < arguments.Length ? arguments[index] : null;
        return index < arguments.Length;
    }

    private static string Format(Hole hole, object? value) =>
        value is IFormattable formattable ? formattable.ToString(hole.Format, CultureInfo.InvariantCulture) : value?.ToString() ?? "";

    private sealed record Hole(string Name, string? Format, string Written);
}
