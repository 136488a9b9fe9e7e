using System.Collections.Immutable;
using Goldcrest.Core.Layers;
using Goldcrest.Server.Records;
using Goldcrest.Server.Tags;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Layers;

/// <summary>The tags of layers. A layer without versions is none.</summary>
internal sealed class LayerTags(LayerCatalog catalog) : ITaggables
{
    public string Kind => "layer";

    public (ImmutableSortedDictionary<string, string>? Tags, WireError? Error) FindTags(ResourceArn arn, CallContext context) =>
        catalog.Find(Key(arn)) is { Versions.IsEmpty: false } layer ? (layer.Tags, null) : (null, LayerReply.NoSuchResource);

    public Task<WireError?> ChangeTagsAsync(
        ResourceArn arn,
        CallContext context,
        Func<ImmutableSortedDictionary<string, string>, (ImmutableSortedDictionary<string, string>? After, WireError? Refused)> decide,
        CancellationToken cancellationToken)
    {
        return catalog.ChangeAsync(Key(arn), Change, cancellationToken);

        RecordChange<LayerRecord, WireError?> Change(LayerRecord? layer)
        {
            if (layer is not { Versions.IsEmpty: false })
            {
                return RecordChange<LayerRecord, WireError?>.None(LayerReply.NoSuchResource);
            }

            var (tags, refused) = decide(layer.Tags);
            return tags is null
                ? RecordChange<LayerRecord, WireError?>.None(refused)
                : RecordChange<LayerRecord, WireError?>.To(layer with { Tags = tags }, null);
        }
    }

    private static LayerKey Key(ResourceArn arn) => new(arn.Account, arn.Region, arn.Name);
}
