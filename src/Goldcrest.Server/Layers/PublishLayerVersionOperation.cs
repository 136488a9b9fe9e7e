using Goldcrest.Core.Functions;
using Goldcrest.Core.Layers;
using Goldcrest.Server.Code;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;
using Change = Goldcrest.Server.Records.RecordChange<Goldcrest.Core.Layers.LayerRecord, Goldcrest.Core.Layers.LayerVersion?>;

namespace Goldcrest.Server.Layers;

/// <summary>PublishLayerVersion: a new version each time, also of the same zip.</summary>
internal sealed class PublishLayerVersionOperation(
    LayerCatalog catalog, CodeDelivery delivery, CodeStore code, ICodeSignatures signatures, CodeLedger ledger, CodeLinks links, TimeProvider time)
    : IPublishLayerVersionHandler
{
    public async ValueTask<WireResult<PublishLayerVersionResponse>> PublishLayerVersionAsync(
        PublishLayerVersionRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (address, error) = LayerAddress.ReadOwn(request.LayerName!, "PublishLayerVersion", context);
        if (address is not { } key)
        {
            return error!;
        }

        var content = request.Content!;
        if (content.ZipFile is not null && BucketPlace.IsMeant(content.S3Bucket, content.S3Key, content.S3ObjectVersion))
        {
            return CodeReply.TwoSources;
        }

        var place = BucketPlace.From(content.S3Bucket, content.S3Key, content.S3ObjectVersion);
        var (stored, refused) = await delivery.TakeAsync(content.ZipFile, place, cancellationToken);
        if (stored is null)
        {
            return refused!;
        }

        using var pin = stored.Pin;
        // Whoever gives the layer to a function asks whether its signature will do; here it is only shown.
        var finding = await signatures.ReadAsync(stored.Sha256Hex, cancellationToken);
        var draft = new LayerDraft
        {
            Code = new CodeReference(stored.Sha256Hex, stored.CodeSize) { Signature = finding.Shown },
            UnpackedBytes = await code.MeasureAsync(stored.Sha256Hex, cancellationToken),
            Description = request.Description ?? "",
            LicenseInfo = request.LicenseInfo,
            CompatibleRuntimes = request.CompatibleRuntimes,
            CompatibleArchitectures = request.CompatibleArchitectures,
        };
        using var room = ledger.Open(key.Account, key.Region, key.Arn);
        var version = await catalog.ChangeAsync(
            key, layer => room.TryTake(stored.CodeSize) ? Decide(layer, key, draft, time.GetUtcNow()) : Change.None(null), cancellationToken);
        return version is null ? CodeReply.NoRoom : LayerMapping.ToPublished(version, links.For(version.Code.Sha256Hex, context.BaseUrl));
    }

    /// <summary>Pure.</summary>
    public static Change Decide(LayerRecord? layer, LayerKey key, LayerDraft draft, DateTimeOffset now)
    {
        var (after, version) = (layer ?? new LayerRecord { Key = key }).Publish(draft, now);
        return Change.To(after, version);
    }
}
