using Goldcrest.Core.Functions;
using Goldcrest.Core.Policies;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Policies;
using Goldcrest.Server.Records;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Permissions;

/// <summary>AddPermission, GetPolicy and RemovePermission of functions, versions and aliases.</summary>
/// <remarks>Source: docs/contracts/policies.md.</remarks>
internal sealed class PermissionOperations(IFunctionCatalog catalog) : IAddPermissionHandler, IGetPolicyHandler, IRemovePermissionHandler
{
    public async ValueTask<WireResult<AddPermissionResponse>> AddPermissionAsync(
        AddPermissionRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (target, error) = PermissionTarget.Read(request.FunctionName!, request.Qualifier, context);
        if (target is null)
        {
            return error!;
        }

        if (target.Qualifier == FunctionVersion.Latest)
        {
            return FunctionPermissions.LatestHasNoPolicy;
        }

        var change = await ChangeAsync(
            target,
            target.Address.NotFound,
            (policy, revision) => FunctionPermissions.Add(request, target.Arn, policy, revision),
            cancellationToken);
        return change.Error is { } refused ? refused : new AddPermissionResponse { Statement = change.Statement };
    }

    public ValueTask<WireResult<GetPolicyResponse>> GetPolicyAsync(GetPolicyRequest request, CallContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Get(request, context));

    public async ValueTask<WireResult<NoOutput>> RemovePermissionAsync(
        RemovePermissionRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (target, error) = PermissionTarget.Read(request.FunctionName!, request.Qualifier, context);
        if (target is null)
        {
            return error!;
        }

        var change = await ChangeAsync(
            target,
            FunctionPermissions.NoPolicyOf(target.Arn),
            (policy, revision) => FunctionPermissions.Remove(request, policy, revision),
            cancellationToken);
        return change.Error is { } refused ? refused : NoOutput.Instance;
    }

    private WireResult<GetPolicyResponse> Get(GetPolicyRequest request, CallContext context)
    {
        var (target, error) = PermissionTarget.Read(request.FunctionName!, request.Qualifier, context);
        if (target is null)
        {
            return error!;
        }

        return catalog.Find(target.Key) is { } function && target.IsIn(function)
            ? FunctionPermissions.Show(target.PolicyIn(function), target.RevisionIn(function))
            : FunctionPermissions.NothingToShow;
    }

    private Task<PermissionChange> ChangeAsync(
        PermissionTarget target, WireError missing, Func<ResourcePolicy, string, PermissionChange> decide, CancellationToken cancellationToken) =>
        catalog.ChangeAsync(target.Key, function => Decide(function, target, missing, decide), cancellationToken);

    private static RecordChange<FunctionRecord, PermissionChange> Decide(
        FunctionRecord? function, PermissionTarget target, WireError missing, Func<ResourcePolicy, string, PermissionChange> decide)
    {
        if (function is null || !target.IsIn(function))
        {
            return RecordChange<FunctionRecord, PermissionChange>.None(PermissionChange.Refused(missing));
        }

        var change = decide(target.PolicyIn(function), target.RevisionIn(function));
        return change.After is { } policy
            ? RecordChange<FunctionRecord, PermissionChange>.To(target.With(function, policy, Revision.Next()), change)
            : RecordChange<FunctionRecord, PermissionChange>.None(change);
    }
}
