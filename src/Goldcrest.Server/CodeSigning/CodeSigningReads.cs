using System.Text;
using Goldcrest.Server.Functions;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.CodeSigning;

/// <summary>The operations that show code signing configurations and change nothing.</summary>
internal sealed class CodeSigningReads(CodeSigningCatalog catalog, IFunctionCatalog functions) :
    IGetCodeSigningConfigHandler, IListCodeSigningConfigsHandler, IGetFunctionCodeSigningConfigHandler, IListFunctionsByCodeSigningConfigHandler
{
    /// <summary>Items of one page when the client names no number.</summary>
    private const int DefaultPageSize = 50;

    public ValueTask<WireResult<GetCodeSigningConfigResponse>> GetCodeSigningConfigAsync(
        GetCodeSigningConfigRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var arn = request.CodeSigningConfigArn!;
        return ValueTask.FromResult<WireResult<GetCodeSigningConfigResponse>>(CodeSigningAddress.Find(arn, context, catalog) is { } config
            ? new GetCodeSigningConfigResponse { CodeSigningConfig = CodeSigningReply.ToWire(config) }
            : CodeSigningReply.NoSuchConfig(arn));
    }

    public ValueTask<WireResult<ListCodeSigningConfigsResponse>> ListCodeSigningConfigsAsync(
        ListCodeSigningConfigsRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var page = Page(catalog.List(context.Account, context.Region), config => config.Key.Id, request.Marker, request.MaxItems);
        return ValueTask.FromResult<WireResult<ListCodeSigningConfigsResponse>>(page is null
            ? CodeSigningReply.InvalidMarker
            : new ListCodeSigningConfigsResponse
            {
                CodeSigningConfigs = [.. page.Value.Items.Select(CodeSigningReply.ToWire)],
                NextMarker = page.Value.Next,
            });
    }

    public ValueTask<WireResult<GetFunctionCodeSigningConfigResponse>> GetFunctionCodeSigningConfigAsync(
        GetFunctionCodeSigningConfigRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (address, error) = FunctionAddress.Read(request.FunctionName!, null, context);
        if (address is null)
        {
            return ValueTask.FromResult<WireResult<GetFunctionCodeSigningConfigResponse>>(error!);
        }

        if (functions.Find(address.Key) is null)
        {
            return ValueTask.FromResult<WireResult<GetFunctionCodeSigningConfigResponse>>(address.NotFound);
        }

        return ValueTask.FromResult<WireResult<GetFunctionCodeSigningConfigResponse>>(catalog.FindFor(address.Key) is { } config
            ? new GetFunctionCodeSigningConfigResponse { CodeSigningConfigArn = config.Key.Arn, FunctionName = address.Key.Name }
            : new GetFunctionCodeSigningConfigResponse());
    }

    public ValueTask<WireResult<ListFunctionsByCodeSigningConfigResponse>> ListFunctionsByCodeSigningConfigAsync(
        ListFunctionsByCodeSigningConfigRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var arn = request.CodeSigningConfigArn!;
        if (CodeSigningAddress.Find(arn, context, catalog) is not { } config)
        {
            return ValueTask.FromResult<WireResult<ListFunctionsByCodeSigningConfigResponse>>(CodeSigningReply.NoSuchConfig(arn));
        }

        var uses = catalog.ListUses(config.Key).Where(function => functions.Find(function) is not null);
        var page = Page(uses, function => function.Name, request.Marker, request.MaxItems);
        return ValueTask.FromResult<WireResult<ListFunctionsByCodeSigningConfigResponse>>(page is null
            ? CodeSigningReply.InvalidMarker
            : new ListFunctionsByCodeSigningConfigResponse
            {
                FunctionArns = [.. page.Value.Items.Select(function => function.Arn)],
                NextMarker = page.Value.Next,
            });
    }

    /// <summary>A marker is the name that the next page begins with, so that a page stays right when items before it go.</summary>
    /// <param name="all">In the order of their names.</param>
    /// <returns>Null when no list gave the marker.</returns>
    private static (IReadOnlyList<T> Items, string? Next)? Page<T>(IEnumerable<T> all, Func<T, string> name, string? marker, int? maxItems)
    {
        var bytes = new byte[marker?.Length ?? 0];
        var length = 0;
        if (marker is not null && !Convert.TryFromBase64String(marker, bytes, out length))
        {
            return null;
        }

        var first = Encoding.UTF8.GetString(bytes, 0, length);
        var size = maxItems ?? DefaultPageSize;
        var rest = all.SkipWhile(item => string.CompareOrdinal(name(item), first) < 0).Take(size + 1).ToList();
        return rest.Count <= size ? (rest, null) : (rest[..size], Convert.ToBase64String(Encoding.UTF8.GetBytes(name(rest[size]))));
    }
}
