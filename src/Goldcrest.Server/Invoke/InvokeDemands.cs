using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Invoke;

/// <summary>What a function's settings demand of those who invoke it.</summary>
/// <remarks>Source: docs/contracts/invoke.md#requests.</remarks>
internal static class InvokeDemands
{
    private static readonly WireError UnqualifiedDurable =
        LambdaErrors.InvalidParameterValue("You cannot invoke a durable function using an unqualified ARN.");

    private static readonly WireError TenantMissing = LambdaErrors.InvalidParameterValue(
        "The invoked function is enabled with tenancy configuration. Add a valid tenant ID in your request and try again.");

    private static readonly WireError TenantUnasked = LambdaErrors.InvalidParameterValue(
        "The invoked function is not enabled with tenancy configuration. Remove the tenant ID from your request and try again.");

    /// <param name="qualifier">As the request named the version; null when it named none.</param>
    /// <returns>Null when the request says all that it must and nothing that it must not.</returns>
    public static WireError? Refuse(FunctionSettings settings, string? qualifier, string? tenantId) => settings switch
    {
        { Durable: not null } when qualifier is null => UnqualifiedDurable,
        { IsTenantIsolated: true } when tenantId is null => TenantMissing,
        { IsTenantIsolated: false } when tenantId is not null => TenantUnasked,
        _ => null,
    };

    /// <param name="version">One that cannot be invoked.</param>
    public static WireError RefuseUnready(FunctionVersion version) => version is { Phase: FunctionPhase.Pending, StartsFromSnapshot: true }
        ? LambdaErrors.SnapStartNotReady("Lambda is initializing your function. You can invoke the function when the function state becomes Active.")
        : FunctionRefusals.Busy(version)!;

    /// <returns>501 for a function that can be kept here and not yet be run; else null.</returns>
    public static WireError? RefuseYet(FunctionSettings settings) => settings switch
    {
        { Durable: not null } => FunctionRefusals.NotYet("durable executions"),
        _ => null,
    };
}
