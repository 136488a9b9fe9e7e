using System.Collections.Immutable;
using Goldcrest.Core.Layers;
using Goldcrest.Server.Tags;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Layers;

/// <summary>The tags of layers. A layer without versions is none.</summary>
internal sealed class LayerTags(LayerCatalog catalog) : ITaggables
{
    public string Kind => "layer";

    public (ImmutableSortedDictionary<string, string>? Tags, WireError? Error) FindTags(ResourceArn arn, CallContext context) =>
        Live(catalog.Find(Key(arn))) is { } layer ? (layer.Tags, null) : (null, LayerReply.NoSuchResource);

    public Task<WireError?> ChangeTagsAsync(ResourceArn arn, CallContext context, TagDecision decide, CancellationToken cancellationToken) =>
        catalog.ChangeAsync(
            Key(arn),
            layer => TagChange.Of(Live(layer), LayerReply.NoSuchResource, decide, live => live.Tags, (live, tags) => live with { Tags = tags }),
            cancellationToken);

    private static LayerRecord? Live(LayerRecord? layer) => layer is { Versions.IsEmpty: false } ? layer : null;

    private static LayerKey Key(ResourceArn arn) => new(arn.Account, arn.Region, arn.Name);
}
