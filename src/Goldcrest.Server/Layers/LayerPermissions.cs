using Goldcrest.Core.Layers;
using Goldcrest.Core.Policies;
using Goldcrest.Server.Policies;
using Goldcrest.Server.Records;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Layers;

/// <summary>AddLayerVersionPermission, GetLayerVersionPolicy and RemoveLayerVersionPermission.</summary>
/// <remarks>Source: docs/contracts/layers.md#sharing.</remarks>
internal sealed class LayerPermissions(LayerCatalog catalog) :
    IAddLayerVersionPermissionHandler, IGetLayerVersionPolicyHandler, IRemoveLayerVersionPermissionHandler
{
    /// <summary>There is no operation of this name; AWS says so all the same.</summary>
    private const string ShowingOperation = "GetLayerPolicy";

    public async ValueTask<WireResult<AddLayerVersionPermissionResponse>> AddLayerVersionPermissionAsync(
        AddLayerVersionPermissionRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (address, error) = LayerAddress.ReadOwn(request.LayerName!, request.VersionNumber!.Value, "AddLayerVersionPermission", context);
        if (address is not { } key)
        {
            return error!;
        }

        var grant = new PermissionGrant
        {
            StatementId = request.StatementId!,
            Action = request.Action!,
            Principal = request.Principal!,
            PrincipalOrgId = request.OrganizationId,
        };
        if (grant.ToStatement(key.Arn) is not { } statement)
        {
            return PolicyReply.InvalidPrincipal;
        }

        var (changed, refused) = await ChangeAsync(
            key,
            version => PolicyEdit.Add(version.Policy, statement, new PolicyRevision(version.PolicyRevisionId, request.RevisionId)),
            cancellationToken);
        return changed is null
            ? refused!
            : new AddLayerVersionPermissionResponse { Statement = PolicyJson.Write(statement), RevisionId = changed.PolicyRevisionId };
    }

    public ValueTask<WireResult<GetLayerVersionPolicyResponse>> GetLayerVersionPolicyAsync(
        GetLayerVersionPolicyRequest request, CallContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Show(request, context));

    public async ValueTask<WireResult<NoOutput>> RemoveLayerVersionPermissionAsync(
        RemoveLayerVersionPermissionRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (address, error) = LayerAddress.ReadOwn(request.LayerName!, request.VersionNumber!.Value, "RemoveLayerVersionPermission", context);
        if (address is not { } key)
        {
            return error!;
        }

        var (_, refused) = await ChangeAsync(
            key,
            version => PolicyEdit.Remove(version.Policy, request.StatementId!, new PolicyRevision(version.PolicyRevisionId, request.RevisionId)),
            cancellationToken);
        return refused is null ? NoOutput.Instance : refused;
    }

    private WireResult<GetLayerVersionPolicyResponse> Show(GetLayerVersionPolicyRequest request, CallContext context)
    {
        var (address, error) = LayerAddress.ReadOwn(request.LayerName!, request.VersionNumber!.Value, "GetLayerVersionPolicy", context);
        if (address is not { } key)
        {
            return error!;
        }

        return catalog.Find(key) switch
        {
            null => LayerReply.NoSuchVersion(key),
            { Policy.IsEmpty: true } => PolicyReply.From(new PolicyEdit.NoPolicy(), ShowingOperation),
            var version => new GetLayerVersionPolicyResponse { Policy = PolicyJson.Write(version.Policy), RevisionId = version.PolicyRevisionId },
        };
    }

    /// <returns>The version as it is now, or why it is as it was. Exactly one of both.</returns>
    private Task<(LayerVersion? Changed, WireError? Refused)> ChangeAsync(
        LayerVersionKey key, Func<LayerVersion, PolicyEdit> edit, CancellationToken cancellationToken) =>
        catalog.ChangeAsync(key.Layer, layer => LayerPolicyChange.Decide(layer, key, edit, ShowingOperation, Revision.Next()), cancellationToken);
}
