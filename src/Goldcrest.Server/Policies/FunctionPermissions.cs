using Goldcrest.Core.Policies;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Policies;

/// <summary>
/// What AddPermission, GetPolicy and RemovePermission come to. Pure: whoever keeps the policies of functions, versions and aliases finds
/// the policy, asks here, and stores the new one with a new revision of the function, version or alias.
/// </summary>
/// <remarks>Source: docs/contracts/policies.md.</remarks>
internal static class FunctionPermissions
{
    private const string ShowingOperation = "GetPolicy";
    private const string UrlAction = "lambda:InvokeFunctionUrl";

    /// <summary>Of a qualifier that no policy can be for.</summary>
    public static WireError LatestHasNoPolicy { get; } = LambdaErrors.InvalidParameterValue("We currently do not support adding policies for $LATEST.");

    /// <summary>Of a function, version or alias that has none.</summary>
    public static WireError NothingToShow { get; } = LambdaErrors.ResourceNotFound("The resource you requested does not exist.");

    /// <summary>Of a function that is not there, when a statement is to be removed from it.</summary>
    public static WireError NoPolicyOf(string functionArn) => LambdaErrors.ResourceNotFound($"No policy found for: {functionArn}");

    /// <param name="request">Satisfies the model; its qualifier is not <c>$LATEST</c>.</param>
    /// <param name="resourceArn">The function's ARN, with the qualifier when the request has one.</param>
    /// <param name="policy">As it is; empty when there is none.</param>
    /// <param name="revisionId">Of the function, version or alias.</param>
    public static PermissionChange Add(AddPermissionRequest request, string resourceArn, ResourcePolicy policy, string revisionId)
    {
        if (request.FunctionUrlAuthType is not null && request.Action != UrlAction)
        {
            return PermissionChange.Refused(LambdaErrors.InvalidParameterValue("FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action"));
        }

        var grant = new PermissionGrant
        {
            StatementId = request.StatementId!,
            Action = request.Action!,
            Principal = request.Principal!,
            PrincipalOrgId = request.PrincipalOrgID,
            SourceArn = request.SourceArn,
            SourceAccount = request.SourceAccount,
            EventSourceToken = request.EventSourceToken,
            FunctionUrlAuthType = request.FunctionUrlAuthType,
            InvokedViaFunctionUrl = request.InvokedViaFunctionUrl,
        };
        return grant.ToStatement(resourceArn) is { } statement
            ? PermissionChange.From(PolicyEdit.Add(policy, statement, new PolicyRevision(revisionId, request.RevisionId)), ShowingOperation, statement)
            : PermissionChange.Refused(PolicyReply.InvalidPrincipal);
    }

    /// <inheritdoc cref="Add"/>
    public static PermissionChange Remove(RemovePermissionRequest request, ResourcePolicy policy, string revisionId) => PermissionChange.From(
        PolicyEdit.Remove(policy, request.StatementId!, new PolicyRevision(revisionId, request.RevisionId)), ShowingOperation, statement: null);

    /// <inheritdoc cref="Add"/>
    public static WireResult<GetPolicyResponse> Show(ResourcePolicy policy, string revisionId) =>
        policy.IsEmpty ? NothingToShow : new GetPolicyResponse { Policy = PolicyJson.Write(policy), RevisionId = revisionId };
}
