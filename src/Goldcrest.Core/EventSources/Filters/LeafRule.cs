using System.Text.Json;

namespace Goldcrest.Core.EventSources.Filters;

/// <summary>What a pattern asks of one field: one of several tests, or that no value lies there.</summary>
/// <param name="Path">From the root of the record; arrays in between do not count.</param>
/// <param name="OrAbsent">True when the field may be missing: from the whole record, not from one element of a list.</param>
internal sealed record LeafRule(IReadOnlyList<string> Path, IReadOnlyList<ValueTest> Tests, bool OrAbsent)
{
    /// <param name="node">What the record has at this place; null when it has nothing.</param>
    public bool Matches(JsonElement? node, FilteredRecord record) =>
        (node is { } element && Passes(element)) || (OrAbsent && record.Lacks(this));

    private bool Passes(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().Any(Passes),
        JsonValueKind.Object => false,
        _ => Tests.Any(test => test.Passes(element)),
    };
}
