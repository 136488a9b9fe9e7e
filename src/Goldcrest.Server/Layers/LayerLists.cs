using System.Globalization;
using Goldcrest.Core.Layers;
using Goldcrest.Server.Records;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Layers;

/// <summary>ListLayers, by name, and ListLayerVersions, newest first.</summary>
/// <remarks>Source: docs/contracts/layers.md#lists.</remarks>
internal sealed class LayerLists(LayerCatalog catalog) : IListLayersHandler, IListLayerVersionsHandler
{
    public ValueTask<WireResult<ListLayersResponse>> ListLayersAsync(
        ListLayersRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var list = $"ListLayers {context.Account} {context.Region}";
        var found = catalog.List(context.Account, context.Region)
            .Select(layer => layer.FindLatest(request.CompatibleRuntime, request.CompatibleArchitecture))
            .OfType<LayerVersion>();
        return ValueTask.FromResult<WireResult<ListLayersResponse>>(
            Pages.Of(list, found, version => version.Key.Layer.Name, request.Marker, request.MaxItems) is not { } page
                ? PageMarker.Unknown
                : new ListLayersResponse
                {
                    Layers = [.. page.Items.Select(version => new LayersListItem
                    {
                        LayerName = version.Key.Layer.Name,
                        LayerArn = version.Key.Layer.Arn,
                        LatestMatchingVersion = LayerMapping.ToListItem(version),
                    })],
                    NextMarker = page.NextMarker,
                });
    }

    public ValueTask<WireResult<ListLayerVersionsResponse>> ListLayerVersionsAsync(
        ListLayerVersionsRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (address, error) = LayerAddress.ReadOwn(request.LayerName!, "ListLayerVersions", context);
        if (address is not { } key)
        {
            return ValueTask.FromResult<WireResult<ListLayerVersionsResponse>>(error!);
        }

        var found = (catalog.Find(key)?.Versions.Values ?? [])
            .Reverse()
            .Where(version => version.Suits(request.CompatibleRuntime, request.CompatibleArchitecture));
        return ValueTask.FromResult<WireResult<ListLayerVersionsResponse>>(
            Pages.Of($"ListLayerVersions {key.Arn}", found, Position, request.Marker, request.MaxItems) is not { } page
                ? PageMarker.Unknown
                : new ListLayerVersionsResponse
                {
                    LayerVersions = [.. page.Items.Select(LayerMapping.ToListItem)],
                    NextMarker = page.NextMarker,
                });
    }

    /// <summary>Sorts newer versions before older ones.</summary>
    private static string Position(LayerVersion version) => (long.MaxValue - version.Key.Number).ToString("D19", CultureInfo.InvariantCulture);
}
