using Goldcrest.Core.EventSources;
using Goldcrest.Core.Functions;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.EventSources;

/// <summary>What clients are told when a mapping cannot be made, changed or found.</summary>
/// <remarks>Source: docs/contracts/event-source-mappings.md#refusals.</remarks>
internal static class MappingReply
{
    public static WireError UnrecognizedSource { get; } = LambdaErrors.InvalidParameterValue("Unrecognized event source.");

    public static WireError NoSuchFunction { get; } = LambdaErrors.InvalidParameterValue("Function does not exist");

    public static WireError NotForTenants { get; } = LambdaErrors.InvalidParameterValue(
        "Event source mappings are not supported for functions with tenant isolation mode.");

    public static WireError NoSuchMapping { get; } = LambdaErrors.ResourceNotFound("The resource you requested does not exist.");

    public static WireError UpdatedTooSoon { get; } = LambdaErrors.ResourceInUse("Cannot update the event source mapping because it is in use.");

    public static WireError DeletedTooSoon { get; } = LambdaErrors.ResourceInUse("Cannot delete the event source mapping because it is in use.");

    public static WireError From(MappingRefusal refusal) => LambdaErrors.InvalidParameterValue(refusal switch
    {
        MappingRefusal.Unsupported(var member) => $"Unsupported {member} parameter for given event source mapping type.",
        MappingRefusal.Missing(var member) => $"Required '{member}' parameter is missing.",
        MappingRefusal.NoStartingPosition =>
            "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
        MappingRefusal.QueueHasNoPosition => "StartingPosition is not valid for SQS event sources.",
        MappingRefusal.UnsupportedPosition(var arn) => $"Unsupported starting position for arn type: {arn}",
        MappingRefusal.TimestampUnused => "Timestamp only valid with StartingPosition AT_TIMESTAMP",
        MappingRefusal.TimestampNegative =>
            "Received Exception while reading from provided stream. class java.lang.Long can not be converted to a Timestamp",
        MappingRefusal.TimestampInFuture => "StartingPositionTimestamp cannot be in the future.",
        MappingRefusal.BatchNeedsWindow =>
            "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10",
        MappingRefusal.OutOfRange(var member, var value, var least, var most) => OutOfRange(member, value, least, most),
        MappingRefusal.Exclusive(var member, var other) => $"{member} and {other} cannot be used together.",
        MappingRefusal.Needs(var member, var other) => $"{member} requires {other}.",
        MappingRefusal.Fixed(var member) => $"{member} cannot be changed after the event source mapping was created.",
        MappingRefusal.UnsupportedValue(var member, var value) => $"Unsupported value {value} in {member} for given event source mapping type.",
        MappingRefusal.InvalidDestination(var destination) => $"The destination ARN {destination} is invalid.",
        MappingRefusal.TooManyFilters(var count) =>
            $"1 validation error detected: Value of length {count} at 'filterCriteria.filters' failed to satisfy constraint: Member must have length less than or equal to {MappingLimits.MaxFilters}",
        MappingRefusal.InvalidFilter => "Invalid filter pattern definition.",
        _ => throw new InvalidOperationException($"{refusal} has no text."),
    });

    public static WireError Duplicate(EventSourceMapping asked, EventSourceMapping existing)
    {
        var name = FunctionReference.TryParse(asked.FunctionArn)?.Name;
        var source = asked.Source.Arn ?? string.Join(',', asked.Source.BootstrapServers);
        var what = asked.Source switch
        {
            { IsQueue: true } => $"An event source mapping with SQS arn (\" {source} \") and function (\" {name} \")",
            { IsKafka: true } =>
                $"An event source mapping with event source (\"{source}\"), function (\"{asked.FunctionArn}\"), topics (\"{string.Join(',', asked.Settings.Topics ?? [])}\")",
            _ => $"The event source arn (\" {source} \") and function (\" {name} \") provided mapping",
        };
        return LambdaErrors.ResourceConflict(
            $"{what} already exists. Please update or delete the existing mapping with UUID {existing.Key.Uuid}");
    }

    private static string OutOfRange(string member, int value, int least, int most)
    {
        var bound = value < least ? $"greater than or equal to {least}" : $"less than or equal to {most}";
        var path = char.ToLowerInvariant(member[0]) + member[1..];
        return $"1 validation error detected: Value '{value}' at '{path}' failed to satisfy constraint: Member must have value {bound}";
    }
}
