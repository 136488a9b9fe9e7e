using System.Collections.Immutable;
using Goldcrest.Core.Functions;
using Goldcrest.Server.Records;
using Goldcrest.Server.Tags;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Functions;

/// <summary>The tags of functions. Versions and aliases have none; a change of tags is a change of <c>$LATEST</c>.</summary>
internal sealed class FunctionTags(IFunctionCatalog catalog) : ITaggables
{
    public string Kind => "function";

    public (ImmutableSortedDictionary<string, string>? Tags, WireError? Error) FindTags(ResourceArn arn, CallContext context)
    {
        var (address, error) = Read(arn, context);
        return address is null ? (null, error)
            : catalog.Find(address.Key) is { } function ? (function.Tags, null)
            : (null, address.NotFound);
    }

    public async Task<WireError?> ChangeTagsAsync(
        ResourceArn arn,
        CallContext context,
        Func<ImmutableSortedDictionary<string, string>, (ImmutableSortedDictionary<string, string>? After, WireError? Refused)> decide,
        CancellationToken cancellationToken)
    {
        var (address, error) = Read(arn, context);
        return address is null ? error : await catalog.ChangeAsync(address.Key, Change, cancellationToken);

        RecordChange<FunctionRecord, WireError?> Change(FunctionRecord? function)
        {
            if (function is null)
            {
                return RecordChange<FunctionRecord, WireError?>.None(address.NotFound);
            }

            var (tags, refused) = decide(function.Tags);
            return tags is null
                ? RecordChange<FunctionRecord, WireError?>.None(refused)
                : RecordChange<FunctionRecord, WireError?>.To(
                    function with { Tags = tags, Latest = function.Latest with { RevisionId = ChangeStamps.NextRevisionId() } }, null);
        }
    }

    private static (FunctionAddress? Address, WireError? Error) Read(ResourceArn arn, CallContext context)
    {
        var (address, error) = FunctionAddress.Read(arn.Text, null, context);
        return address?.Qualifier is null ? (address, error) : (null, TagReply.QualifiedFunction);
    }
}
