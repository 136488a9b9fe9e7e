namespace Goldcrest.Core.Functions.Attached;

/// <summary>What came of the wish to point an alias somewhere.</summary>
public abstract record RoutingOutcome
{
    private RoutingOutcome()
    {
    }

    /// <param name="Shared">Null when all requests go to the alias's own version.</param>
    public sealed record Allowed(SharedTraffic? Shared) : RoutingOutcome;

    /// <summary>The function has no such version.</summary>
    public sealed record VersionMissing(string Version) : RoutingOutcome;

    /// <summary>More than one version beside the alias's own.</summary>
    public sealed record TooMany : RoutingOutcome;

    /// <summary><c>$LATEST</c> changes under the alias: it may stand alone only.</summary>
    public sealed record LatestShared : RoutingOutcome;

    public sealed record SameTwice(string Version) : RoutingOutcome;

    /// <summary>Both versions must have the same role, for callers cannot know which one they get.</summary>
    public sealed record RolesDiffer : RoutingOutcome;

    /// <summary>Both versions must send what they never managed to the same place, or both nowhere.</summary>
    public sealed record DeadLettersDiffer : RoutingOutcome;
}
