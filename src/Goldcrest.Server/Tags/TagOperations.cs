using Goldcrest.Core.Tags;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Tags;

/// <summary>TagResource, UntagResource and ListTags, for every kind of resource that a feature brought.</summary>
internal sealed class TagOperations(IEnumerable<ITaggables> kinds) : ITagResourceHandler, IUntagResourceHandler, IListTagsHandler
{
    private readonly Dictionary<string, ITaggables> _kinds = kinds.ToDictionary(kind => kind.Kind);

    public async ValueTask<WireResult<NoOutput>> TagResourceAsync(TagResourceRequest request, CallContext context, CancellationToken cancellationToken)
    {
        if (request.Tags!.Count == 0)
        {
            return TagReply.NothingToTag;
        }

        var (resources, arn, error) = Find(request.Resource!, context);
        if (error is not null)
        {
            return error;
        }

        var refused = await resources.ChangeTagsAsync(
            arn, context, present => TagReply.From(TagRules.Add(present, request.Tags)), cancellationToken);
        return refused is null ? NoOutput.Instance : refused;
    }

    public async ValueTask<WireResult<NoOutput>> UntagResourceAsync(UntagResourceRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (resources, arn, error) = Find(request.Resource!, context);
        if (error is not null)
        {
            return error;
        }

        var refused = await resources.ChangeTagsAsync(arn, context, present => (present.RemoveRange(request.TagKeys!), null), cancellationToken);
        return refused is null ? NoOutput.Instance : refused;
    }

    public ValueTask<WireResult<ListTagsResponse>> ListTagsAsync(ListTagsRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (resources, arn, error) = Find(request.Resource!, context);
        if (error is not null)
        {
            return ValueTask.FromResult<WireResult<ListTagsResponse>>(error);
        }

        var (tags, missing) = resources.FindTags(arn, context);
        return ValueTask.FromResult<WireResult<ListTagsResponse>>(missing is null ? new ListTagsResponse { Tags = tags } : missing);
    }

    /// <summary>Either the resource meant and who keeps it, or the error; the others are null only with an error.</summary>
    private (ITaggables Resources, ResourceArn Arn, WireError? Error) Find(string resource, CallContext context)
    {
        if (ResourceArn.TryParse(resource) is not { } arn)
        {
            return (null!, null!, LambdaErrors.ResourceNotFound("The resource you requested does not exist."));
        }

        if (arn.Account != context.Account)
        {
            return (null!, null!, WireErrors.AccessDenied(null));
        }

        if (arn.Region != context.Region)
        {
            return (null!, null!, TagReply.OtherRegion(arn, context));
        }

        return _kinds.TryGetValue(arn.Kind, out var resources) ? (resources, arn, null) : (null!, null!, TagReply.NotFound(arn));
    }
}
