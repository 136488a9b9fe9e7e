using System.Text;
using Goldcrest.Core.EventSources;
using Goldcrest.Server.Functions;
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

        if (!TryReadMarker(request.Marker, out var first))
        {
            return MappingReply.InvalidMarker;
        }

        var size = Math.Min(request.MaxItems ?? MappingLimits.MaxPageSize, MappingLimits.MaxPageSize);
        var rest = catalog.List(context.Account, context.Region)
            .Where(mapping => functionArn is null || mapping.FunctionArn == functionArn)
            .Where(mapping => request.EventSourceArn is null || mapping.Source.Arn == request.EventSourceArn)
            .SkipWhile(mapping => string.CompareOrdinal(mapping.Key.Uuid, first) < 0)
            .Take(size + 1)
            .ToList();
        return new ListEventSourceMappingsResponse
        {
            EventSourceMappings = [.. rest.Take(size).Select(MappingAnswer.ToWire)],
            NextMarker = rest.Count > size ? Convert.ToBase64String(Encoding.UTF8.GetBytes(rest[size].Key.Uuid)) : null,
        };
    }

    /// <summary>A marker is where the next page begins, so that a page stays right when mappings before it go.</summary>
    private static bool TryReadMarker(string? marker, out string first)
    {
        first = "";
        if (marker is null)
        {
            return true;
        }

        var bytes = new byte[marker.Length];
        if (!Convert.TryFromBase64String(marker, bytes, out var length) || !Guid.TryParse(Encoding.UTF8.GetString(bytes, 0, length), out var uuid))
        {
            return false;
        }

        first = uuid.ToString();
        return true;
    }
}
