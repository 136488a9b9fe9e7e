using System.Text.Json;

namespace Goldcrest.Core.EventSources.Filters;

/// <summary>One record while one pattern looks at it. Remembers what is absent, so that a long list is searched once and not once per element.</summary>
internal sealed class FilteredRecord(JsonElement root)
{
    private readonly Dictionary<LeafRule, bool> _absent = new(ReferenceEqualityComparer.Instance);

    /// <returns>True when the record has no value where the rule looks, in no element of any list.</returns>
    public bool Lacks(LeafRule leaf)
    {
        if (!_absent.TryGetValue(leaf, out var absent))
        {
            _absent[leaf] = absent = !HasValue(root, leaf.Path, 0);
        }

        return absent;
    }

    private static bool HasValue(JsonElement node, IReadOnlyList<string> path, int depth) => node.ValueKind switch
    {
        JsonValueKind.Array => node.EnumerateArray().Any(element => HasValue(element, path, depth)),
        JsonValueKind.Object => depth < path.Count && node.TryGetProperty(path[depth], out var next) && HasValue(next, path, depth + 1),
        _ => depth == path.Count,
    };
}
