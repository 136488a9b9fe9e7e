using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Goldcrest.SystemTests.Conformance;

/// <summary>
/// Compares whole answers: no member more, no member less, each of its type. Texts may hold placeholders. <c>{"$json": …}</c> stands for a text
/// that is exactly this JSON on one line, in this order, <c>{"$sum": […]}</c> for a number that is the sum of known ones.
/// </summary>
internal sealed class AnswerComparer(Captures captures)
{
    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>Every difference with the path of the member; none when the answer is as expected.</returns>
    public IReadOnlyList<string> Compare(JsonNode? expected, JsonNode? actual)
    {
        var differences = new List<string>();
        Compare("$", expected, actual, isOrdered: false, differences);
        return differences;
    }

    public static string Show(JsonNode? node) => node is null ? "null" : node.ToJsonString(AsWritten);

    private void Compare(string path, JsonNode? expected, JsonNode? actual, bool isOrdered, List<string> differences)
    {
        switch (expected)
        {
            case JsonObject members when members.TryGetPropertyValue("$json", out var inner):
                CompareText(path, inner, actual, differences);
                break;
            case JsonObject members when members.TryGetPropertyValue("$sum", out var addends):
                Compare(path, captures.Sum(addends!.AsArray()), actual, isOrdered, differences);
                break;
            case JsonObject members when actual is JsonObject found:
                CompareMembers(path, members, found, isOrdered, differences);
                break;
            case JsonArray items when actual is JsonArray found:
                CompareItems(path, items, found, isOrdered, differences);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                Add(differences, path, captures.Match(value.GetValue<string>(), actual));
                break;
            default:
                Add(differences, path, JsonNode.DeepEquals(expected, actual) ? null : $"expected {Show(expected)}, got {Show(actual)}");
                break;
        }
    }

    private void CompareMembers(string path, JsonObject expected, JsonObject actual, bool isOrdered, List<string> differences)
    {
        foreach (var (name, value) in expected)
        {
            if (actual.TryGetPropertyValue(name, out var found))
            {
                Compare($"{path}.{name}", value, found, isOrdered, differences);
            }
            else
            {
                differences.Add($"{path}.{name}: is missing, expected {Show(value)}");
            }
        }

        differences.AddRange(actual
            .Where(member => !expected.ContainsKey(member.Key))
            .Select(member => $"{path}.{member.Key}: is one too many, {Show(member.Value)}"));
        if (isOrdered && !expected.Select(member => member.Key).SequenceEqual(actual.Select(member => member.Key)))
        {
            differences.Add($"{path}: its members come in another order, {string.Join(", ", actual.Select(member => member.Key))}");
        }
    }

    private void CompareItems(string path, JsonArray expected, JsonArray actual, bool isOrdered, List<string> differences)
    {
        if (expected.Count != actual.Count)
        {
            differences.Add($"{path}: expected {expected.Count} items, got {actual.Count}: {Show(actual)}");
            return;
        }

        for (var i = 0; i < expected.Count; i++)
        {
            Compare($"{path}[{i}]", expected[i], actual[i], isOrdered, differences);
        }
    }

    private void CompareText(string path, JsonNode? expected, JsonNode? actual, List<string> differences)
    {
        if (actual?.GetValueKind() != JsonValueKind.String)
        {
            differences.Add($"{path}: expected JSON in a text, got {Show(actual)}");
            return;
        }

        var text = actual.GetValue<string>();
        var found = JsonNode.Parse(text);
        Compare(path + "$json", expected, found, isOrdered: true, differences);
        Add(differences, path, Show(found) == text ? null : $"is not JSON as it is written on one line: {text}");
    }

    private static void Add(List<string> differences, string path, string? difference)
    {
        if (difference is not null)
        {
            differences.Add($"{path}: {difference}");
        }
    }
}
