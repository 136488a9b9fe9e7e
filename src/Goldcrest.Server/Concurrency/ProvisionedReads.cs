using Goldcrest.Server.Functions;
using Goldcrest.Server.Records;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Concurrency;

/// <summary>GetProvisionedConcurrencyConfig and ListProvisionedConcurrencyConfigs.</summary>
internal sealed class ProvisionedReads(IFunctionCatalog catalog) : IGetProvisionedConcurrencyConfigHandler, IListProvisionedConcurrencyConfigsHandler
{
    public ValueTask<WireResult<GetProvisionedConcurrencyConfigResponse>> GetProvisionedConcurrencyConfigAsync(
        GetProvisionedConcurrencyConfigRequest request, CallContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Get(request, context));

    public ValueTask<WireResult<ListProvisionedConcurrencyConfigsResponse>> ListProvisionedConcurrencyConfigsAsync(
        ListProvisionedConcurrencyConfigsRequest request, CallContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(List(request, context));

    private WireResult<GetProvisionedConcurrencyConfigResponse> Get(GetProvisionedConcurrencyConfigRequest request, CallContext context)
    {
        var (target, error) = ProvisionedTarget.Read(request.FunctionName!, request.Qualifier!, context);
        if (target is null)
        {
            return error!;
        }

        if (target.IsLatest)
        {
            return ConcurrencyReply.VersionOrAliasOnly;
        }

        var function = catalog.Find(target.Key);
        return function?.Find(target.Qualifier) is null ? target.NotFound
            : function.Attachments.Provisioned.TryGetValue(target.Qualifier, out var provisioned) ? ProvisionedMapping.ToGet(provisioned)
            : ConcurrencyReply.NoConfig;
    }

    private WireResult<ListProvisionedConcurrencyConfigsResponse> List(ListProvisionedConcurrencyConfigsRequest request, CallContext context)
    {
        var (address, error) = FunctionAddress.Read(request.FunctionName!, null, context);
        if (address is null)
        {
            return error!;
        }

        if (catalog.Find(address.Key) is not { } function)
        {
            return address.NotFound;
        }

        var list = $"ListProvisionedConcurrencyConfigs {function.Key.Arn}";
        return Pages.Of(list, function.Attachments.Provisioned, pair => pair.Key, request.Marker, request.MaxItems) is not { } page
            ? PageMarker.Unknown
            : new ListProvisionedConcurrencyConfigsResponse
            {
                ProvisionedConcurrencyConfigs = [.. page.Items.Select(pair => ProvisionedMapping.ToListItem(function.Key, pair.Key, pair.Value))],
                NextMarker = page.NextMarker,
            };
    }
}
