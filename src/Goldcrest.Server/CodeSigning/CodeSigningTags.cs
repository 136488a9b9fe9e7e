using System.Collections.Immutable;
using Goldcrest.Core.CodeSigning;
using Goldcrest.Server.Tags;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.CodeSigning;

/// <summary>The tags of code signing configurations.</summary>
internal sealed class CodeSigningTags(CodeSigningCatalog catalog) : ITaggables
{
    public string Kind => "code-signing-config";

    public (ImmutableSortedDictionary<string, string>? Tags, WireError? Error) FindTags(ResourceArn arn, CallContext context) =>
        catalog.Find(Key(arn)) is { } config ? (config.Tags, null) : (null, CodeSigningReply.NoSuchConfig(arn.Text));

    public Task<WireError?> ChangeTagsAsync(ResourceArn arn, CallContext context, TagDecision decide, CancellationToken cancellationToken) =>
        catalog.ChangeAsync(
            Key(arn),
            config => TagChange.Of(config, CodeSigningReply.NoSuchConfig(arn.Text), decide, kept => kept.Tags, (kept, tags) => kept with { Tags = tags }),
            cancellationToken);

    private static CodeSigningKey Key(ResourceArn arn) => new(arn.Account, arn.Region, arn.Name);
}
