using System.Collections.Immutable;

namespace Goldcrest.Core.Tags;

/// <summary>Which tags one resource may carry.</summary>
/// <remarks>Source: docs/contracts/tags.md.</remarks>
public static class TagRules
{
    public const int MaxTags = 50;

    /// <summary>No key may begin so, in whatever case.</summary>
    public const string ReservedPrefix = "aws:";

    /// <param name="present">What the resource carries.</param>
    /// <param name="added">Takes the place of what has the same key.</param>
    public static TagOutcome Add(ImmutableSortedDictionary<string, string> present, IReadOnlyDictionary<string, string> added)
    {
        if (added.Keys.FirstOrDefault(IsReserved) is { } reserved)
        {
            return new TagOutcome.Reserved(reserved);
        }

        var together = present.SetItems(added);
        return together.Count > MaxTags ? new TagOutcome.TooMany() : new TagOutcome.Allowed(together);
    }

    private static bool IsReserved(string key) => key.StartsWith(ReservedPrefix, StringComparison.OrdinalIgnoreCase);
}
