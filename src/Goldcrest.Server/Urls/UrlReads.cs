using Goldcrest.Server.Functions;
using Goldcrest.Server.Records;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Urls;

/// <summary>GetFunctionUrlConfig and ListFunctionUrlConfigs.</summary>
internal sealed class UrlReads(IFunctionCatalog catalog) : IGetFunctionUrlConfigHandler, IListFunctionUrlConfigsHandler
{
    public ValueTask<WireResult<GetFunctionUrlConfigResponse>> GetFunctionUrlConfigAsync(
        GetFunctionUrlConfigRequest request, CallContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Get(request, context));

    public ValueTask<WireResult<ListFunctionUrlConfigsResponse>> ListFunctionUrlConfigsAsync(
        ListFunctionUrlConfigsRequest request, CallContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(List(request, context));

    private WireResult<GetFunctionUrlConfigResponse> Get(GetFunctionUrlConfigRequest request, CallContext context)
    {
        var (target, error) = UrlTarget.Read(request.FunctionName!, request.Qualifier, context);
        if (target is null)
        {
            return error!;
        }

        return catalog.Find(target.Key)?.Attachments.Urls.GetValueOrDefault(target.Alias) is { } url
            ? UrlMapping.ToGet(target, url, context)
            : UrlTarget.NoUrl;
    }

    private WireResult<ListFunctionUrlConfigsResponse> List(ListFunctionUrlConfigsRequest request, CallContext context)
    {
        var (target, error) = UrlTarget.Read(request.FunctionName!, null, context);
        if (target is null)
        {
            return error!;
        }

        if (catalog.Find(target.Key) is not { } function)
        {
            return UrlTarget.NoFunction;
        }

        var list = $"ListFunctionUrlConfigs {function.Key.Arn}";
        return Pages.Of(list, function.Attachments.Urls, pair => pair.Key, request.Marker, request.MaxItems) is not { } page
            ? PageMarker.Unknown
            : new ListFunctionUrlConfigsResponse
            {
                FunctionUrlConfigs = [.. page.Items.Select(pair => UrlMapping.ToListItem(new UrlTarget(function.Key, pair.Key), pair.Value, context))],
                NextMarker = page.NextMarker,
            };
    }
}
