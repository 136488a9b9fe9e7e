using System.Collections.Frozen;
using System.Text.Json;

namespace Goldcrest.Core.EventSources.Filters;

/// <summary>From the JSON of a pattern to its rules. Null stands for what is no pattern, on every level.</summary>
internal static class FilterReading
{
    private const string Or = "$or";

    /// <summary>Names that make <c>$or</c> an ordinary field when one of its branches begins with them.</summary>
    private static readonly FrozenSet<string> Reserved = FrozenSet.ToFrozenSet(
    [
        "exactly", "equals-ignore-case", "prefix", "suffix", "anything-but", "exists", "wildcard", "numeric", "cidr",
        "=", "<", "<=", ">", ">=", "regex", "not-wildcard", "not-equals-ignore-case", "date-after", "date-on-or-after",
        "date-before", "date-on-or-before", "in-date-range", "ip-address-in-range", "ip-address-not-in-range",
    ]);

    public static ObjectRule? Read(JsonElement pattern) => ReadObject(pattern, []);

    private static ObjectRule? ReadObject(JsonElement pattern, IReadOnlyList<string> path)
    {
        if (pattern.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var objects = new Dictionary<string, ObjectRule>(StringComparer.Ordinal);
        var leaves = new Dictionary<string, LeafRule>(StringComparer.Ordinal);
        var alternatives = new List<IReadOnlyList<ObjectRule>>();
        foreach (var field in pattern.EnumerateObject())
        {
            var read = IsAlternatives(field)
                ? AddAlternatives(field.Value, path, alternatives)
                : AddField(field, path, objects, leaves);
            if (!read)
            {
                return null;
            }
        }

        return objects.Count + leaves.Count + alternatives.Count == 0 ? null : new ObjectRule(objects, leaves, alternatives);
    }

    private static bool IsAlternatives(JsonProperty field) =>
        field.Name == Or
        && field.Value.ValueKind == JsonValueKind.Array
        && field.Value.GetArrayLength() >= 2
        && field.Value.EnumerateArray().All(branch =>
            branch.ValueKind == JsonValueKind.Object && !branch.EnumerateObject().Any(inner => Reserved.Contains(inner.Name)));

    private static bool AddAlternatives(JsonElement branches, IReadOnlyList<string> path, List<IReadOnlyList<ObjectRule>> alternatives)
    {
        var read = branches.EnumerateArray().Select(branch => ReadObject(branch, path)).ToList();
        if (read.Contains(null))
        {
            return false;
        }

        alternatives.Add([.. read.OfType<ObjectRule>()]);
        return true;
    }

    private static bool AddField(
        JsonProperty field, IReadOnlyList<string> path, Dictionary<string, ObjectRule> objects, Dictionary<string, LeafRule> leaves)
    {
        // A name written twice means what it means the last time.
        objects.Remove(field.Name);
        leaves.Remove(field.Name);
        IReadOnlyList<string> below = [.. path, field.Name];
        if (field.Value.ValueKind == JsonValueKind.Object)
        {
            return ReadObject(field.Value, below) is { } inner && objects.TryAdd(field.Name, inner);
        }

        return ReadLeaf(field.Value, below) is { } leaf && leaves.TryAdd(field.Name, leaf);
    }

    private static LeafRule? ReadLeaf(JsonElement wanted, IReadOnlyList<string> path)
    {
        if (wanted.ValueKind != JsonValueKind.Array || wanted.GetArrayLength() == 0)
        {
            return null;
        }

        var tests = new List<ValueTest>();
        var orAbsent = false;
        foreach (var value in wanted.EnumerateArray())
        {
            if (ComparisonReading.IsAbsence(value))
            {
                orAbsent = true;
            }
            else if (ComparisonReading.Read(value) is { } test)
            {
                tests.Add(test);
            }
            else
            {
                return null;
            }
        }

        return new LeafRule(path, tests, orAbsent);
    }
}
