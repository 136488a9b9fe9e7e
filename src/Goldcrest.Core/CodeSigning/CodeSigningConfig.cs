using System.Collections.Immutable;

namespace Goldcrest.Core.CodeSigning;

/// <summary>Whose signatures count, and what becomes of code without one. Immutable; a change makes another one.</summary>
public sealed record CodeSigningConfig
{
    public required CodeSigningKey Key { get; init; }

    public required string Description { get; init; }

    /// <summary>ARNs of signing profile versions; from 1 to 20.</summary>
    public required IReadOnlyList<string> AllowedPublishers { get; init; }

    public required SigningPolicy Policy { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
