using Goldcrest.Server.Records;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Functions;

/// <summary>ListFunctions and ListVersionsByFunction, page by page.</summary>
internal sealed class ListFunctionsOperation(IFunctionCatalog catalog) : IListFunctionsHandler, IListVersionsByFunctionHandler
{
    public ValueTask<WireResult<ListFunctionsResponse>> ListFunctionsAsync(
        ListFunctionsRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var withVersions = request.FunctionVersion == FunctionVersionValues.AllValue;
        var all = catalog.List(context.Account, context.Region).SelectMany(function => withVersions ? function.Versions : [function.Latest]);
        var list = $"ListFunctions {context.Account} {context.Region}";
        return ValueTask.FromResult<WireResult<ListFunctionsResponse>>(
            FunctionPage.Of(list, all, request.Marker, request.MaxItems) is not { } page ? PageMarker.Unknown : new ListFunctionsResponse
            {
                Functions = [.. page.Items.Select(version => FunctionMapping.ToListItem(version, withVersions ? version.QualifiedArn : version.Key.Arn))],
                NextMarker = page.NextMarker,
            });
    }

    public ValueTask<WireResult<ListVersionsByFunctionResponse>> ListVersionsByFunctionAsync(
        ListVersionsByFunctionRequest request, CallContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(ListVersions(request, context));

    private WireResult<ListVersionsByFunctionResponse> ListVersions(ListVersionsByFunctionRequest request, CallContext context)
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

        return FunctionPage.Of($"ListVersionsByFunction {function.Key.Arn}", function.Versions, request.Marker, request.MaxItems) is not { } page
            ? PageMarker.Unknown
            : new ListVersionsByFunctionResponse
            {
                Versions = [.. page.Items.Select(version => FunctionMapping.ToListItem(version, version.QualifiedArn))],
                NextMarker = page.NextMarker,
            };
    }
}
