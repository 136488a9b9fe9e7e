using Goldcrest.Core.Layers;
using Goldcrest.Server.Code;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Layers;

/// <summary>GetLayerVersion and GetLayerVersionByArn, also of accounts that share the version.</summary>
internal sealed class LayerReads(LayerCatalog catalog, CodeLinks links) : IGetLayerVersionHandler, IGetLayerVersionByArnHandler
{
    public ValueTask<WireResult<GetLayerVersionResponse>> GetLayerVersionAsync(
        GetLayerVersionRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var layer = LayerAddress.Read(request.LayerName!, context);
        return ValueTask.FromResult(Show(layer is { } key ? new LayerVersionKey(key, request.VersionNumber!.Value) : null, context));
    }

    public ValueTask<WireResult<GetLayerVersionResponse>> GetLayerVersionByArnAsync(
        GetLayerVersionByArnRequest request, CallContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Show(LayerVersionKey.TryParse(request.Arn!), context));

    private WireResult<GetLayerVersionResponse> Show(LayerVersionKey? address, CallContext context)
    {
        if (address is not { } key)
        {
            return LayerReply.NoSuchResource;
        }

        if (key.Number < 1)
        {
            return LayerReply.NumberTooSmall;
        }

        if (key.Layer.Region != context.Region)
        {
            return LayerReply.NoSuchResource;
        }

        return LayerSharing.Look(catalog.Find(key), key, context.Account, context.PrincipalArn) switch
        {
            LayerLookup.Found found => LayerMapping.ToShown(found.Version, links.For(found.Version.Code.Sha256Hex, context.BaseUrl)),
            LayerLookup.Closed => LayerReply.NotAuthorized("GetLayerVersion", key.Arn, context),
            _ => LayerReply.NoSuchResource,
        };
    }
}
