using Goldcrest.Core.Functions;
using Goldcrest.Core.Functions.Attached;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Aliases;

/// <summary>Between the core's aliases and the wire's.</summary>
/// <remarks>Source: docs/contracts/aliases.md.</remarks>
internal static class AliasMapping
{
    /// <summary>Recorded without the member <c>Type</c>.</summary>
    private static readonly WireError LatestShared =
        LambdaErrors.InvalidParameterValue("$LATEST is not supported for an alias pointing to more than 1 version") with { Type = null };

    public static AliasConfiguration ToWire(FunctionKey function, FunctionAlias alias) => new()
    {
        AliasArn = function.QualifiedArn(alias.Name),
        Name = alias.Name,
        FunctionVersion = alias.Version,
        Description = alias.Description,
        RoutingConfig = alias.Shared is { } shared
            ? new AliasRoutingConfiguration { AdditionalVersionWeights = new Dictionary<string, double> { [shared.Version] = shared.Weight } }
            : null,
        RevisionId = alias.RevisionId,
    };

    /// <returns>Where the alias may share its requests to, or why not.</returns>
    public static (SharedTraffic? Shared, WireError? Error) ReadRouting(
        FunctionRecord function, string target, IReadOnlyDictionary<string, double>? weights) =>
        RoutingRules.Judge(target, weights, function.Find) switch
        {
            RoutingOutcome.Allowed { Shared: var shared } => (shared, null),
            RoutingOutcome.VersionMissing { Version: var version } =>
                (null, LambdaErrors.ResourceNotFound($"Function not found: {function.Key.QualifiedArn(version)}")),
            RoutingOutcome.TooMany => (null, LambdaErrors.InvalidParameterValue(
                $"Number of items in AdditionalVersionWeights cannot be greater than {RoutingRules.MaxShared}")),
            RoutingOutcome.LatestShared => (null, LatestShared),
            RoutingOutcome.SameTwice { Version: var version } => (null, LambdaErrors.InvalidParameterValue(
                $"Invalid function version {version}. Function version {version} is already included in routing configuration.")),
            RoutingOutcome.RolesDiffer => (null, LambdaErrors.InvalidParameterValue(
                "Specified versions must be associated with the same execution role")),
            RoutingOutcome.DeadLettersDiffer => (null, LambdaErrors.InvalidParameterValue(
                "Specified versions must be associated with the same dead letter queue")),
            var unknown => throw new InvalidOperationException($"There is no answer for {unknown.GetType().Name}."),
        };
}
