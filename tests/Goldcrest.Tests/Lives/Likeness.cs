using System.Text.Json;
using System.Text.Json.Nodes;

namespace Goldcrest.Tests.Lives;

/// <summary>Compares an answer with what the twin foresaw.</summary>
internal static class Likeness
{
    /// <summary>Stands for any value that is there.</summary>
    public const string Anything = "(anything)";

    /// <summary>Members that are maps of the user's: nothing may be in them that the twin does not know.</summary>
    private static readonly HashSet<string> WholeMaps = ["Tags", "Variables", "AdditionalVersionWeights"];

    /// <returns>Null when they agree; else where they do not.</returns>
    public static string? Difference(Expected expected, int status, string? error, string body, Marks marks)
    {
        if (status != expected.Status || error != expected.Error)
        {
            return $"expected {expected.Status} {expected.Error} {expected.Body?.ToJsonString()}, got {status} {error} {body}";
        }

        if (expected.Body is null)
        {
            return body.Length == 0 ? null : $"expected no body, got {body}";
        }

        using var actual = JsonDocument.Parse(body);
        return Difference(expected.Body, actual.RootElement, "$", marks) is { } difference ? $"{difference}\n  in {body}" : null;
    }

    private static string? Difference(JsonNode expected, JsonElement actual, string path, Marks marks) => expected switch
    {
        JsonObject members when actual.ValueKind == JsonValueKind.Object => OfObjects(members, actual, path, marks),
        JsonArray items when actual.ValueKind == JsonValueKind.Array => OfArrays(items, actual, path, marks),
        JsonValue value => OfValues(value, actual, path, marks),
        _ => $"{path}: expected {expected.ToJsonString()}, got {actual.GetRawText()}",
    };

    private static string? OfObjects(JsonObject expected, JsonElement actual, string path, Marks marks)
    {
        foreach (var (name, value) in expected)
        {
            var there = actual.TryGetProperty(name, out var member);
            if (there != value is not null)
            {
                return there ? $"{path}.{name} is there: {member.GetRawText()}" : $"{path}.{name} is missing";
            }

            if (there && Difference(value!, member, $"{path}.{name}", marks) is { } difference)
            {
                return difference;
            }
        }

        return WholeMaps.Contains(path[(path.LastIndexOf('.') + 1)..]) && actual.EnumerateObject().Count() != expected.Count
            ? $"{path}: expected {expected.ToJsonString()}, got {actual.GetRawText()}"
            : null;
    }

    private static string? OfArrays(JsonArray expected, JsonElement actual, string path, Marks marks) =>
        actual.GetArrayLength() != expected.Count
            ? $"{path}: expected {expected.Count} items, {expected.ToJsonString()}; got {actual.GetRawText()}"
            : expected.Select((item, at) => Difference(item!, actual[at], $"{path}[{at}]", marks)).FirstOrDefault(difference => difference is not null);

    private static string? OfValues(JsonValue expected, JsonElement actual, string path, Marks marks)
    {
        var alike = expected.GetValueKind() switch
        {
            JsonValueKind.String when expected.GetValue<string>() == Anything => true,
            JsonValueKind.String when Marks.IsMark(expected.GetValue<string>()) =>
                actual.ValueKind == JsonValueKind.String && marks.Agrees(expected.GetValue<string>(), actual.GetString()!),
            JsonValueKind.String => actual.ValueKind == JsonValueKind.String && actual.GetString() == expected.GetValue<string>(),
            JsonValueKind.Number => actual.ValueKind == JsonValueKind.Number
                && actual.GetDouble() == double.Parse(expected.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture),
            _ => actual.GetRawText() == expected.ToJsonString(),
        };
        return alike ? null : $"{path}: expected {expected.ToJsonString()}, got {actual.GetRawText()}";
    }
}
