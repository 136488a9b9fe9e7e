using System.Collections.Immutable;
using Goldcrest.Core.Tags;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Tags;

/// <summary>What clients are told about tags.</summary>
/// <remarks>Source: docs/contracts/tags.md#refusals.</remarks>
internal static class TagReply
{
    public static WireError NothingToTag { get; } = LambdaErrors.InvalidParameterValue("An error occurred and the request cannot be processed.");

    public static WireError QualifiedFunction { get; } = LambdaErrors.InvalidParameterValue(
        "Tags on function aliases and versions are not supported. Please specify a function ARN.");

    /// <returns>Exactly one of both.</returns>
    public static (ImmutableSortedDictionary<string, string>? After, WireError? Refused) From(TagOutcome outcome) => outcome switch
    {
        TagOutcome.Allowed { Tags: var tags } => (tags, null),
        TagOutcome.TooMany => (null, LambdaErrors.InvalidParameterValue("Number of tags exceeds resource tag limit.")),
        TagOutcome.Reserved { Key: var key } => (null, LambdaErrors.InvalidParameterValue(
            $"Tag keys starting with '{TagRules.ReservedPrefix}' are reserved for internal use: {key}")),
        var unknown => throw new InvalidOperationException($"There is no answer for {unknown.GetType().Name}."),
    };

    /// <summary>The tags that something new begins with.</summary>
    /// <param name="wanted">Null wants none.</param>
    /// <returns>Null when they can be had.</returns>
    public static WireError? Refuse(IReadOnlyDictionary<string, string>? wanted) =>
        wanted is null ? null : From(TagRules.Add(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal), wanted)).Refused;

    /// <summary>There is no such resource, or none of its kind at all.</summary>
    public static WireError NotFound(ResourceArn arn) => LambdaErrors.ResourceNotFound(arn.Kind switch
    {
        "capacity-provider" => $"Capacity provider not found: {arn.Text}",
        "event-source-mapping" => $"Event source mapping not found: {arn.Text}",
        _ => "The resource you requested does not exist.",
    });

    public static WireError OtherRegion(ResourceArn arn, CallContext context) =>
        LambdaErrors.ResourceNotFound($"Functions from '{arn.Region}' are not reachable in this region ('{context.Region}')");
}
