namespace Goldcrest.Core.Functions.Attached;

/// <summary>Which two versions an alias may share its requests between.</summary>
/// <remarks>Source: docs/contracts/aliases.md#routing.</remarks>
public static class RoutingRules
{
    public const int MaxShared = 1;

    /// <param name="target">The alias's own version.</param>
    /// <param name="weights">As requested, by version; null or empty shares nothing.</param>
    /// <param name="find">A version of the function by its number; null when there is none.</param>
    public static RoutingOutcome Judge(string target, IReadOnlyDictionary<string, double>? weights, Func<string, FunctionVersion?> find)
    {
        if (weights is null || weights.Count == 0)
        {
            return find(target) is null ? new RoutingOutcome.VersionMissing(target) : new RoutingOutcome.Allowed(null);
        }

        if (weights.Count > MaxShared)
        {
            return new RoutingOutcome.TooMany();
        }

        var (other, weight) = weights.First();
        if (target == FunctionVersion.Latest)
        {
            return new RoutingOutcome.LatestShared();
        }

        if (other == target)
        {
            return new RoutingOutcome.SameTwice(other);
        }

        return (find(target), find(other)) switch
        {
            (null, _) => new RoutingOutcome.VersionMissing(target),
            (_, null) => new RoutingOutcome.VersionMissing(other),
            ({ } first, { } second) when first.Serving.Settings.Role != second.Serving.Settings.Role => new RoutingOutcome.RolesDiffer(),
            ({ } first, { } second) when first.Serving.Settings.DeadLetters != second.Serving.Settings.DeadLetters => new RoutingOutcome.DeadLettersDiffer(),
            _ => new RoutingOutcome.Allowed(new SharedTraffic(other, weight)),
        };
    }
}
