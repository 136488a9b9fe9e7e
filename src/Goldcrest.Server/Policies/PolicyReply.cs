using Goldcrest.Core.Policies;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Policies;

/// <summary>The one table of what clients are told when a policy cannot be changed as they wish.</summary>
/// <remarks>Source: docs/contracts/policies.md#changes.</remarks>
internal static class PolicyReply
{
    public static WireError InvalidPrincipal { get; } =
        LambdaErrors.InvalidParameterValue("The provided principal was invalid. Please check the principal and try again.");

    /// <param name="edit">Anything but <see cref="PolicyEdit.Done"/>.</param>
    /// <param name="showingOperation">The operation that shows the newest revision.</param>
    public static WireError From(PolicyEdit edit, string showingOperation) => edit switch
    {
        PolicyEdit.Stale => LambdaErrors.PreconditionFailed(
            $"The Revision Id provided does not match the latest Revision Id. Call the {showingOperation} API to retrieve the latest Revision Id"),
        PolicyEdit.SidTaken taken => LambdaErrors.ResourceConflict(
            $"The statement id ({taken.Sid}) provided already exists. Please provide a new statement id, or remove the existing statement."),
        PolicyEdit.TooLong tooLong => LambdaErrors.PolicyLengthExceeded(
            $"The final policy size ({tooLong.Bytes}) is bigger than the limit ({PolicyLimits.MaxBytes})."),
        PolicyEdit.NoPolicy => LambdaErrors.ResourceNotFound("No policy is associated with the given resource."),
        PolicyEdit.NoStatement none => LambdaErrors.ResourceNotFound($"Statement {none.Sid} is not found in resource policy."),
        _ => throw new ArgumentException($"{edit} is no refusal.", nameof(edit)),
    };
}
