using System.Collections.Immutable;
using Goldcrest.Core.CodeSigning;
using Goldcrest.Server.Records;
using Goldcrest.Server.Tags;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.CodeSigning;

/// <summary>The tags of code signing configurations.</summary>
internal sealed class CodeSigningTags(CodeSigningCatalog catalog) : ITaggables
{
    public string Kind => "code-signing-config";

    public (ImmutableSortedDictionary<string, string>? Tags, WireError? Error) FindTags(ResourceArn arn, CallContext context) =>
        catalog.Find(Key(arn)) is { } config ? (config.Tags, null) : (null, CodeSigningReply.NoSuchConfig(arn.Text));

    public Task<WireError?> ChangeTagsAsync(
        ResourceArn arn,
        CallContext context,
        Func<ImmutableSortedDictionary<string, string>, (ImmutableSortedDictionary<string, string>? After, WireError? Refused)> decide,
        CancellationToken cancellationToken)
    {
        return catalog.ChangeAsync(Key(arn), Change, cancellationToken);

        RecordChange<CodeSigningConfig, WireError?> Change(CodeSigningConfig? config)
        {
            if (config is null)
            {
                return RecordChange<CodeSigningConfig, WireError?>.None(CodeSigningReply.NoSuchConfig(arn.Text));
            }

            var (tags, refused) = decide(config.Tags);
            return tags is null
                ? RecordChange<CodeSigningConfig, WireError?>.None(refused)
                : RecordChange<CodeSigningConfig, WireError?>.To(config with { Tags = tags }, null);
        }
    }

    private static CodeSigningKey Key(ResourceArn arn) => new(arn.Account, arn.Region, arn.Name);
}
