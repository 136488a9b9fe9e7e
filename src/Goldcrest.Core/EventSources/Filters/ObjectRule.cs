using System.Text.Json;

namespace Goldcrest.Core.EventSources.Filters;

/// <summary>What one object of a pattern asks: all fields, and one branch of every <c>$or</c>.</summary>
internal sealed record ObjectRule(
    IReadOnlyDictionary<string, ObjectRule> Objects,
    IReadOnlyDictionary<string, LeafRule> Leaves,
    IReadOnlyList<IReadOnlyList<ObjectRule>> Alternatives)
{
    /// <param name="node">What the record has at this place; null when it has nothing.</param>
    public bool Matches(JsonElement? node, FilteredRecord record) => node switch
    {
        { ValueKind: JsonValueKind.Object } => Holds(node, record),
        // One element has to satisfy everything: fields of two elements make no match together.
        { ValueKind: JsonValueKind.Array } array => array.EnumerateArray().Any(element => Matches(element, record)) || Holds(null, record),
        _ => Holds(null, record),
    };

    private bool Holds(JsonElement? node, FilteredRecord record) =>
        Objects.All(field => field.Value.Matches(Find(node, field.Key), record))
        && Leaves.All(field => field.Value.Matches(Find(node, field.Key), record))
        && Alternatives.All(branches => branches.Any(branch => branch.Matches(node, record)));

    private static JsonElement? Find(JsonElement? node, string name) =>
        node is { } element && element.TryGetProperty(name, out var value) ? value : null;
}
