using Goldcrest.Server.Functions;
using Goldcrest.Server.Records;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.AsyncInvoke;

/// <summary>GetFunctionEventInvokeConfig and ListFunctionEventInvokeConfigs.</summary>
internal sealed class EventInvokeReads(IFunctionCatalog catalog) : IGetFunctionEventInvokeConfigHandler, IListFunctionEventInvokeConfigsHandler
{
    public ValueTask<WireResult<FunctionEventInvokeConfig>> GetFunctionEventInvokeConfigAsync(
        GetFunctionEventInvokeConfigRequest request, CallContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Get(request, context));

    public ValueTask<WireResult<ListFunctionEventInvokeConfigsResponse>> ListFunctionEventInvokeConfigsAsync(
        ListFunctionEventInvokeConfigsRequest request, CallContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(List(request, context));

    private WireResult<FunctionEventInvokeConfig> Get(GetFunctionEventInvokeConfigRequest request, CallContext context)
    {
        var (target, error) = EventInvokeTarget.Read(request.FunctionName!, request.Qualifier, context);
        if (target is null)
        {
            return error!;
        }

        // A function that is not there has no config either: recorded, unlike the writes.
        return catalog.Find(target.Key)?.Attachments.EventInvoke.GetValueOrDefault(target.Qualifier) is { } settings
            ? EventInvokeMapping.ToWire(target.Key, target.Qualifier, settings)
            : target.NoConfig;
    }

    private WireResult<ListFunctionEventInvokeConfigsResponse> List(ListFunctionEventInvokeConfigsRequest request, CallContext context)
    {
        var (target, error) = EventInvokeTarget.Read(request.FunctionName!, null, context);
        if (target is null)
        {
            return error!;
        }

        if (catalog.Find(target.Key) is not { } function)
        {
            return EventInvokeTarget.NoFunction;
        }

        var list = $"ListFunctionEventInvokeConfigs {function.Key.Arn}";
        return Pages.Of(list, function.Attachments.EventInvoke, pair => pair.Key, request.Marker, request.MaxItems) is not { } page
            ? PageMarker.Unknown
            : new ListFunctionEventInvokeConfigsResponse
            {
                FunctionEventInvokeConfigs = [.. page.Items.Select(pair => EventInvokeMapping.ToWire(function.Key, pair.Key, pair.Value))],
                NextMarker = page.NextMarker,
            };
    }
}
