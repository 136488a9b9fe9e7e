using System.Collections.Immutable;
using Goldcrest.Core.EventSources;
using Goldcrest.Server.Records;
using Goldcrest.Server.Tags;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.EventSources;

/// <summary>The tags of event source mappings; they change in any phase.</summary>
internal sealed class MappingTags(EventSourceCatalog catalog) : ITaggables
{
    public string Kind => "event-source-mapping";

    public (ImmutableSortedDictionary<string, string>? Tags, WireError? Error) FindTags(ResourceArn arn, CallContext context) =>
        catalog.Find(Key(arn)) is { } mapping ? (mapping.Tags, null) : (null, TagReply.NotFound(arn));

    public async Task<WireError?> ChangeTagsAsync(ResourceArn arn, CallContext context, TagDecision decide, CancellationToken cancellationToken)
    {
        return catalog.Find(Key(arn)) is { } found
            ? await catalog.ChangeAsync(found.Key, found.Source, Change, cancellationToken)
            : TagReply.NotFound(arn);

        RecordChange<EventSourceMapping, WireError?> Change(EventSourceMapping? mapping) =>
            TagChange.Of(mapping, TagReply.NotFound(arn), decide, kept => kept.Tags, (kept, tags) => kept with { Tags = tags });
    }

    private static MappingKey Key(ResourceArn arn) => new(arn.Account, arn.Region, arn.Name);
}
