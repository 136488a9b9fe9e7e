using Goldcrest.Core.Layers;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;
using Change = Goldcrest.Server.Records.RecordChange<Goldcrest.Core.Layers.LayerRecord, bool>;

namespace Goldcrest.Server.Layers;

/// <summary>DeleteLayerVersion. Functions that have the version keep it.</summary>
internal sealed class DeleteLayerVersionOperation(LayerCatalog catalog) : IDeleteLayerVersionHandler
{
    public async ValueTask<WireResult<NoOutput>> DeleteLayerVersionAsync(
        DeleteLayerVersionRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (address, error) = LayerAddress.ReadOwn(request.LayerName!, request.VersionNumber!.Value, "DeleteLayerVersion", context);
        if (address is not { } key)
        {
            return error!;
        }

        await catalog.ChangeAsync(key.Layer, layer => Decide(layer, key.Number), cancellationToken);
        return NoOutput.Instance;
    }

    /// <summary>Pure. What is not there is as good as deleted; the answer is true when something was.</summary>
    public static Change Decide(LayerRecord? layer, long number) =>
        layer?.Find(number) is null ? Change.None(false) : Change.To(layer.Without(number), true);
}
