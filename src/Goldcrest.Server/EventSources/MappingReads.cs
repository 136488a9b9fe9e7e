using Goldcrest.Core.EventSources;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Records;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.EventSources;

/// <summary>The operations that show mappings and change nothing.</summary>
internal sealed class MappingReads(EventSourceCatalog catalog) : IGetEventSourceMappingHandler, IListEventSourceMappingsHandler
{
    public ValueTask<WireResult<EventSourceMappingConfiguration>> GetEventSourceMappingAsync(
        GetEventSourceMappingRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var mapping = catalog.Find(new MappingKey(context.Account, context.Region, request.UUID!));
        return ValueTask.FromResult<WireResult<EventSourceMappingConfiguration>>(
            mapping is null ? MappingReply.NoSuchMapping : MappingAnswer.ToWire(mapping));
    }

    public ValueTask<WireResult<ListEventSourceMappingsResponse>> ListEventSourceMappingsAsync(
        ListEventSourceMappingsRequest request, CallContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(List(request, context));

    private WireResult<ListEventSourceMappingsResponse> List(ListEventSourceMappingsRequest request, CallContext context)
    {
        string? functionArn = null;
        if (request.FunctionName is { } functionName)
        {
            var (address, error) = FunctionAddress.Read(functionName, null, context);
            if (address is null)
            {
                return error!;
            }

            functionArn = address.Arn;
        }

        var wanted = catalog.List(context.Account, context.Region)
            .Where(mapping => functionArn is null || mapping.FunctionArn == functionArn)
            .Where(mapping => request.EventSourceArn is null || mapping.Source.Arn == request.EventSourceArn);
        var size = Math.Min(request.MaxItems ?? MappingLimits.MaxPageSize, MappingLimits.MaxPageSize);
        var list = $"ListEventSourceMappings {context.Account} {context.Region}";
        return Pages.Of(list, wanted, mapping => mapping.Key.Uuid, request.Marker, size) is not { } page
            ? PageMarker.Unknown
            : new ListEventSourceMappingsResponse
            {
                EventSourceMappings = [.. page.Items.Select(MappingAnswer.ToWire)],
                NextMarker = page.NextMarker,
            };
    }
}
