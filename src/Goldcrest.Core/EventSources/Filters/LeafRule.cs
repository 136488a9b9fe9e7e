using System.Text.Json;

namespace Goldcrest.Core.EventSources.Filters;

/// <summary>What a pattern asks of one field: one of several tests, or that no value lies there.</summary>
/// <param name="Path">From the root of the record; arrays in between do not count.</param>
/// <param name="OrAbsent">True when the field may be missing.</param>
internal sealed record LeafRule(IReadOnlyList<string> Path, IReadOnlyList<ValueTest> Tests, bool OrAbsent)
{
    /// <param name="node">What the record has at this place; null when it has nothing.</param>
    public bool Matches(JsonElement? node, JsonElement record) =>
        (node is { } element && Passes(element)) || (OrAbsent && !HasValue(record, 0));

    private bool Passes(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().Any(Passes),
        JsonValueKind.Object => false,
        _ => Tests.Any(test => test.Passes(element)),
    };

    /// <summary>Absence is asked of the whole record: an element of an array that lacks the field is not enough.</summary>
    private bool HasValue(JsonElement node, int depth) => node.ValueKind switch
    {
        JsonValueKind.Array => node.EnumerateArray().Any(element => HasValue(element, depth)),
        JsonValueKind.Object => depth < Path.Count && node.TryGetProperty(Path[depth], out var next) && HasValue(next, depth + 1),
        _ => depth == Path.Count,
    };
}
