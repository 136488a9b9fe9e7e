using Goldcrest.Core.Functions;
using Goldcrest.Core.Functions.Attached;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.AsyncInvoke;

/// <summary>Between the core's settings for asynchronous invocations and the wire's.</summary>
/// <remarks>Source: docs/contracts/event-invoke-config.md.</remarks>
internal static class EventInvokeMapping
{
    public static WireError NothingSet { get; } = LambdaErrors.InvalidParameterValue(
        "You must specify at least one of error handling or destination setting.");

    /// <summary>Both destinations are always shown, empty when there is none.</summary>
    public static FunctionEventInvokeConfig ToWire(FunctionKey function, string qualifier, EventInvokeSettings settings) => new()
    {
        LastModified = settings.LastModified,
        FunctionArn = function.QualifiedArn(qualifier),
        MaximumRetryAttempts = settings.Retries,
        MaximumEventAgeInSeconds = settings.EventAgeSeconds,
        DestinationConfig = new DestinationConfig
        {
            OnSuccess = new OnSuccess { Destination = settings.OnSuccess },
            OnFailure = new OnFailure { Destination = settings.OnFailure },
        },
    };

    /// <param name="exists">Whether there is such a function, with the qualifier when one is given.</param>
    /// <returns>Null when records of this function may go there.</returns>
    public static WireError? Refuse(DestinationConfig? wanted, FunctionKey function, Func<FunctionKey, string?, bool> exists)
    {
        if (wanted is null)
        {
            return null;
        }

        var success = wanted.OnSuccess?.Destination;
        var failure = wanted.OnFailure?.Destination;
        return Refuse(DestinationRules.Judge(success, forFailures: false, function, exists), success, wanted)
            ?? Refuse(DestinationRules.Judge(failure, forFailures: true, function, exists), failure, wanted);
    }

    private static WireError? Refuse(DestinationOutcome outcome, string? arn, DestinationConfig wanted) => outcome switch
    {
        DestinationOutcome.Allowed => null,
        DestinationOutcome.WrongService => LambdaErrors.InvalidParameterValue($"The provided destination config {Written(wanted)} is invalid."),
        DestinationOutcome.FunctionMissing => LambdaErrors.InvalidParameterValue($"The destination ARN {arn} is invalid."),
        DestinationOutcome.Itself => LambdaErrors.InvalidParameterValue("You can't specify the function as a destination for itself."),
        _ => throw new InvalidOperationException($"There is no answer for {outcome}."),
    };

    private static string Written(DestinationConfig wanted)
    {
        var success = wanted.OnSuccess is { } onSuccess ? $"OnSuccess(destination={onSuccess.Destination ?? "null"})" : "null";
        var failure = wanted.OnFailure is { } onFailure ? $"OnFailure(destination={onFailure.Destination ?? "null"})" : "null";
        return $"DestinationConfig(onSuccess={success}, onFailure={failure})";
    }
}
