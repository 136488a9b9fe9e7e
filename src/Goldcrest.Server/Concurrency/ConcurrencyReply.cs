using Goldcrest.Core.Functions;
using Goldcrest.Core.Functions.Attached;
using Goldcrest.Server.Functions;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Concurrency;

/// <summary>What clients are told when concurrency cannot be had.</summary>
/// <remarks>Source: docs/contracts/concurrency.md#refusals.</remarks>
internal static class ConcurrencyReply
{
    public static WireError FunctionsOnly { get; } = LambdaErrors.InvalidParameterValue(
        "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. "
        + "Please specify either a function name or an unqualified function ARN.");

    public static WireError Unpublished { get; } = LambdaErrors.InvalidParameterValue(
        "Provisioned Concurrency Configs cannot be applied to unpublished function versions.");

    public static WireError VersionOrAliasOnly { get; } = LambdaErrors.InvalidParameterValue(
        "The function resource provided must be an alias or a published version.");

    public static WireError NoConfig { get; } = LambdaErrors.ProvisionedConcurrencyConfigNotFound(
        "No Provisioned Concurrency Config found for this function");

    public static WireError VersionProvisioned { get; } = LambdaErrors.ResourceConflict(
        "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version");

    public static WireError AliasProvisioned { get; } = LambdaErrors.ResourceConflict("Version is pointed by a Provisioned Concurrency alias");

    public static WireError AliasShares { get; } = LambdaErrors.InvalidParameterValue(
        "Alias with weights can not be used with Provisioned Concurrency");

    /// <returns>Null when sandboxes can be kept ready for a version of these settings.</returns>
    public static WireError? NotFor(FunctionSettings settings) => settings switch
    {
        { SnapStart: SnapStartMode.PublishedVersions } =>
            LambdaErrors.InvalidParameterValue("Provisioned Concurrency is not supported for SnapStart enabled functions."),
        { IsTenantIsolated: true } =>
            LambdaErrors.InvalidParameterValue("Provisioned Concurrency is not supported for functions with tenant isolation mode."),
        _ => null,
    };

    /// <summary>A version or an alias that is not there is told apart by its name: aliases are not numbers.</summary>
    public static WireError NotFound(FunctionAddress address) => address.Qualifier!.All(char.IsAsciiDigit)
        ? address.NotFound
        : LambdaErrors.ResourceNotFound($"Cannot find alias arn: {address.Arn}");

    /// <param name="wanted">What was asked to be reserved.</param>
    /// <returns>Null when it can be had.</returns>
    public static WireError? OfReserved(ConcurrencyOutcome outcome, int wanted, FunctionAttachments own) => outcome switch
    {
        ConcurrencyOutcome.Allowed => null,
        ConcurrencyOutcome.UnreservedTooLow => Untyped(
            "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of "
            + $"[{ConcurrencyRules.MinUnreserved}]."),
        ConcurrencyOutcome.ReservedBelowProvisioned => Untyped(
            $" ReservedConcurrentExecutions  {wanted} should not be lower than function's total provisioned concurrency "
            + $"[{ConcurrencyRules.TotalProvisioned(own)}]."),
        _ => throw new InvalidOperationException($"There is no answer for {outcome}."),
    };

    /// <param name="unreserved">What the account has left for this function.</param>
    /// <returns>Null when it can be had.</returns>
    public static WireError? OfProvisioned(ConcurrencyOutcome outcome, int unreserved) => outcome switch
    {
        ConcurrencyOutcome.Allowed => null,
        ConcurrencyOutcome.ProvisionedAboveReserved => LambdaErrors.InvalidParameterValue(
            "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function"),
        ConcurrencyOutcome.MoreThanUnreserved => Untyped(
            $"Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [{unreserved}]."),
        ConcurrencyOutcome.UnreservedTooLow => Untyped(
            "Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of "
            + $"[{ConcurrencyRules.MinUnreserved}]."),
        _ => throw new InvalidOperationException($"There is no answer for {outcome}."),
    };

    /// <summary>These refusals were recorded without the member <c>Type</c>.</summary>
    private static WireError Untyped(string message) => LambdaErrors.InvalidParameterValue(message) with { Type = null };
}
