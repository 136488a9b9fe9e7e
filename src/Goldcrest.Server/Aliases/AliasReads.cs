using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Records;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Aliases;

/// <summary>GetAlias and ListAliases.</summary>
internal sealed class AliasReads(IFunctionCatalog catalog) : IGetAliasHandler, IListAliasesHandler
{
    public ValueTask<WireResult<AliasConfiguration>> GetAliasAsync(GetAliasRequest request, CallContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Get(request, context));

    public ValueTask<WireResult<ListAliasesResponse>> ListAliasesAsync(
        ListAliasesRequest request, CallContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(List(request, context));

    private WireResult<AliasConfiguration> Get(GetAliasRequest request, CallContext context)
    {
        var (address, error) = FunctionAddress.Read(request.FunctionName!, null, context);
        if (address is null)
        {
            return error!;
        }

        return catalog.Find(address.Key) is { } function && function.Attachments.Aliases.TryGetValue(request.Name!, out var alias)
            ? AliasMapping.ToWire(function.Key, alias)
            : LambdaErrors.ResourceNotFound($"Cannot find alias arn: {address.Key.QualifiedArn(request.Name!)}");
    }

    private WireResult<ListAliasesResponse> List(ListAliasesRequest request, CallContext context)
    {
        var (function, error) = Find(request.FunctionName!, context);
        if (function is null)
        {
            return error!;
        }

        var wanted = function.Attachments.Aliases.Values.Where(alias => request.FunctionVersion is null || alias.PointsAt(request.FunctionVersion));
        return Pages.Of($"ListAliases {function.Key.Arn}", wanted, alias => alias.Name, request.Marker, request.MaxItems) is not { } page
            ? PageMarker.Unknown
            : new ListAliasesResponse
            {
                Aliases = [.. page.Items.Select(alias => AliasMapping.ToWire(function.Key, alias))],
                NextMarker = page.NextMarker,
            };
    }

    private (FunctionRecord? Function, WireError? Error) Find(string functionName, CallContext context)
    {
        var (address, error) = FunctionAddress.Read(functionName, null, context);
        return address is null ? (null, error)
            : catalog.Find(address.Key) is { } function ? (function, null)
            : (null, address.NotFound);
    }
}
