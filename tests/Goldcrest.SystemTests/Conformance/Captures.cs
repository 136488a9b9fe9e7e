using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Goldcrest.SystemTests.Conformance;

/// <summary>
/// What the placeholders of one fixture stand for in this run. <c>&lt;uuid:first&gt;</c> takes the first value it meets, in an answer, and has that
/// value from then on, in answers and parameters; <c>&lt;uuid&gt;</c> asks for the form only.
/// </summary>
internal sealed partial class Captures
{
    private readonly Dictionary<string, JsonValue> _values = new(StringComparer.Ordinal);

    /// <param name="placeholder">Without its brackets.</param>
    /// <param name="value">A text or a number.</param>
    public void Define(string placeholder, JsonValue value) => _values.Add(placeholder, value);

    /// <returns>The same JSON with values for placeholders.</returns>
    /// <exception cref="InvalidDataException">One has no value yet.</exception>
    public JsonNode? Fill(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(Fill(member.Key), Fill(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Fill)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Fill(value.GetValue<string>()),
        _ => node?.DeepClone(),
    };

    /// <summary>Compares a text of a fixture with a value of an answer, and keeps what its new placeholders met.</summary>
    /// <returns>What is wrong, or null.</returns>
    public string? Match(string expected, JsonNode? actual)
    {
        var whole = Placeholder().Match(expected);
        var isNumber = whole.Success && whole.Length == expected.Length && IsNumber(whole);
        var kind = isNumber ? JsonValueKind.Number : JsonValueKind.String;
        if (actual?.GetValueKind() != kind)
        {
            return $"expected {expected} ({kind}), got {AnswerComparer.Show(actual)}";
        }

        var text = isNumber ? actual.ToJsonString() : actual.GetValue<string>();
        var names = new List<string>();
        var found = Regex.Match(text, Pattern(expected, names), RegexOptions.CultureInvariant);
        if (!found.Success)
        {
            return $"expected {expected}{Known(expected)}, got {AnswerComparer.Show(actual)}";
        }

        return names.Select((name, index) => Keep(name, found.Groups[$"g{index}"].Value)).FirstOrDefault(refusal => refusal is not null);
    }

    /// <param name="addends">Placeholders of numbers that have a value.</param>
    public JsonValue Sum(JsonArray addends) => JsonValue.Create(addends.Sum(addend => long.Parse(Fill(addend!.GetValue<string>()), CultureInfo.InvariantCulture)));

    private string Fill(string text) => Placeholder().Replace(
        text, found => _values.TryGetValue(found.Groups["name"].Value, out var value)
            ? value.ToString()
            : throw new InvalidDataException($"{found.Value} has no value yet."));

    private bool IsNumber(Match placeholder) => _values.TryGetValue(placeholder.Groups["name"].Value, out var value)
        ? value.GetValueKind() == JsonValueKind.Number
        : PlaceholderKind.Of(placeholder.Groups["kind"].Value).IsNumber;

    /// <param name="names">Gets the placeholders to keep, in the order of the groups g0, g1, ….</param>
    private string Pattern(string expected, List<string> names)
    {
        var pattern = new StringBuilder(@"\A");
        var end = 0;
        foreach (Match found in Placeholder().Matches(expected))
        {
            pattern.Append(Regex.Escape(expected[end..found.Index])).Append(Pattern(found.Groups["name"].Value, found.Groups["kind"].Value, names));
            end = found.Index + found.Length;
        }

        return pattern.Append(Regex.Escape(expected[end..])).Append(@"\z").ToString();
    }

    private string Pattern(string name, string kind, List<string> names)
    {
        if (_values.TryGetValue(name, out var value))
        {
            return Regex.Escape(value.ToString());
        }

        var form = PlaceholderKind.Of(kind).Pattern;
        if (name == kind)
        {
            return $"(?:{form})";
        }

        if (names.IndexOf(name) is >= 0 and var earlier)
        {
            return $@"\k<g{earlier}>";
        }

        names.Add(name);
        return $"(?<g{names.Count - 1}>{form})";
    }

    private string? Keep(string name, string value)
    {
        var kind = name[..name.IndexOf(':', StringComparison.Ordinal)];
        if (PlaceholderKind.Of(kind).IsUnique
            && _values.FirstOrDefault(other => other.Key.StartsWith(kind + ":", StringComparison.Ordinal) && other.Value.ToString() == value).Key is { } same)
        {
            return $"<{name}> has to differ from <{same}>, and both are {value}";
        }

        _values[name] = PlaceholderKind.Of(kind).IsNumber ? JsonNode.Parse(value)!.AsValue() : JsonValue.Create(value);
        return null;
    }

    /// <returns>The values that a text's placeholders have already, for a reader of differences.</returns>
    private string Known(string expected)
    {
        var known = Placeholder().Matches(expected)
            .Select(found => found.Groups["name"].Value).Distinct().Where(_values.ContainsKey)
            .Select(name => $"{name} = {_values[name]}").ToList();
        return known.Count == 0 ? "" : $" ({string.Join(", ", known)})";
    }

    [GeneratedRegex("<(?<name>(?<kind>[a-z][a-z0-9-]*)(:[A-Za-z0-9_.-]+)?)>", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
