using System.Collections.Immutable;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Sandboxes;
using Goldcrest.Server.Records;
using Goldcrest.Server.Tags;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Functions;

/// <summary>The tags of functions. Versions and aliases have none; a change of tags is a change of <c>$LATEST</c>.</summary>
internal sealed class FunctionTags(IFunctionCatalog catalog, NodeOffer offer) : ITaggables
{
    public string Kind => "function";

    public (ImmutableSortedDictionary<string, string>? Tags, WireError? Error) FindTags(ResourceArn arn, CallContext context)
    {
        var (address, error) = Read(arn, context);
        return address is null ? (null, error)
            : catalog.Find(address.Key) is { } function ? (function.Tags, null)
            : (null, address.NotFound);
    }

    public async Task<WireError?> ChangeTagsAsync(ResourceArn arn, CallContext context, TagDecision decide, CancellationToken cancellationToken)
    {
        var (address, error) = Read(arn, context);
        return address is null ? error : await catalog.ChangeAsync(address.Key, Change, cancellationToken);

        RecordChange<FunctionRecord, WireError?> Change(FunctionRecord? function) =>
            TagChange.Of(function, address.NotFound, present => Judge(present, decide(present)), kept => kept.Tags, With);
    }

    private (ImmutableSortedDictionary<string, string>? After, WireError? Refused) Judge(
        ImmutableSortedDictionary<string, string> present, (ImmutableSortedDictionary<string, string>? After, WireError? Refused) decided) =>
        decided.After is { } after && offer.FindRefusal(present, after) is { } refusal ? (null, LambdaErrors.InvalidParameterValue(refusal)) : decided;

    private static FunctionRecord With(FunctionRecord function, ImmutableSortedDictionary<string, string> tags) =>
        function with { Tags = tags, Latest = function.Latest with { RevisionId = Revision.Next() } };

    private static (FunctionAddress? Address, WireError? Error) Read(ResourceArn arn, CallContext context)
    {
        var (address, error) = FunctionAddress.Read(arn.Text, null, context);
        return address?.Qualifier is null ? (address, error) : (null, TagReply.QualifiedFunction);
    }
}
