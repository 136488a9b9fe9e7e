using System.Globalization;

namespace Goldcrest.Wire.Generator.Json;

/// <summary>One value of a model file. The order of members is kept, because the generated code follows it.</summary>
internal sealed class JsonNode
{
    private static readonly IReadOnlyList<KeyValuePair<string, JsonNode>> NoMembers = [];
    private static readonly IReadOnlyList<JsonNode> NoItems = [];

    private JsonNode(
        string? text,
        bool isTrue,
        IReadOnlyList<KeyValuePair<string, JsonNode>> members,
        IReadOnlyList<JsonNode> items)
    {
        Text = text;
        IsTrue = isTrue;
        Members = members;
        Items = items;
    }

    /// <summary>A string's content, or a number as it is written; null for anything else.</summary>
    public string? Text { get; }

    public bool IsTrue { get; }

    public IReadOnlyList<KeyValuePair<string, JsonNode>> Members { get; }

    public IReadOnlyList<JsonNode> Items { get; }

    public static JsonNode OfText(string text) => new(text, false, NoMembers, NoItems);

    public static JsonNode OfWord(bool isTrue) => new(null, isTrue, NoMembers, NoItems);

    public static JsonNode OfMembers(IReadOnlyList<KeyValuePair<string, JsonNode>> members) => new(null, false, members, NoItems);

    public static JsonNode OfItems(IReadOnlyList<JsonNode> items) => new(null, false, NoMembers, items);

    public JsonNode? Find(string name)
    {
        foreach (var member in Members)
        {
            if (member.Key == name)
            {
                return member.Value;
            }
        }

        return null;
    }

    public string? FindText(string name) => Find(name)?.Text;

    public bool Has(string name) => Find(name)?.IsTrue == true;

    public int? FindInt(string name) =>
        FindText(name) is { } text ? int.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture) : null;
}
