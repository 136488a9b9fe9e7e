using System.Collections.Immutable;

namespace Goldcrest.Core.Tags;

/// <summary>What came of the wish to tag something.</summary>
public abstract record TagOutcome
{
    private TagOutcome()
    {
    }

    /// <param name="Tags">What the resource carries from now on.</param>
    public sealed record Allowed(ImmutableSortedDictionary<string, string> Tags) : TagOutcome;

    /// <summary>The resource would carry more than <see cref="TagRules.MaxTags"/>.</summary>
    public sealed record TooMany : TagOutcome;

    /// <summary>The key's prefix is not for callers.</summary>
    public sealed record Reserved(string Key) : TagOutcome;
}
