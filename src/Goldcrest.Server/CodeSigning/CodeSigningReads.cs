using Goldcrest.Server.Functions;
using Goldcrest.Server.Records;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.CodeSigning;

/// <summary>The operations that show code signing configurations and change nothing.</summary>
internal sealed class CodeSigningReads(CodeSigningCatalog catalog, IFunctionCatalog functions) :
    IGetCodeSigningConfigHandler, IListCodeSigningConfigsHandler, IGetFunctionCodeSigningConfigHandler, IListFunctionsByCodeSigningConfigHandler
{
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
        var list = $"ListCodeSigningConfigs {context.Account} {context.Region}";
        var configs = catalog.List(context.Account, context.Region);
        return ValueTask.FromResult<WireResult<ListCodeSigningConfigsResponse>>(
            Pages.Of(list, configs, config => config.Key.Id, request.Marker, request.MaxItems) is not { } page
                ? PageMarker.Unknown
                : new ListCodeSigningConfigsResponse
                {
                    CodeSigningConfigs = [.. page.Items.Select(CodeSigningReply.ToWire)],
                    NextMarker = page.NextMarker,
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

        if (functions.Find(address.Key) is not { } function)
        {
            return ValueTask.FromResult<WireResult<GetFunctionCodeSigningConfigResponse>>(address.NotFound);
        }

        if (function.Latest.Current.Code.Image is not null)
        {
            return ValueTask.FromResult<WireResult<GetFunctionCodeSigningConfigResponse>>(FunctionRefusals.SigningForImage);
        }

        return ValueTask.FromResult<WireResult<GetFunctionCodeSigningConfigResponse>>(FunctionLinks.ConfigOf(function) is { } config
            ? new GetFunctionCodeSigningConfigResponse { CodeSigningConfigArn = config.Arn, FunctionName = address.Key.Name }
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

        var (list, users) = ($"ListFunctionsByCodeSigningConfig {config.Key.Arn}", functions.Users(config.Key));
        return ValueTask.FromResult<WireResult<ListFunctionsByCodeSigningConfigResponse>>(
            Pages.Of(list, users, function => function.Key.Name, request.Marker, request.MaxItems) is not { } page
                ? PageMarker.Unknown
                : new ListFunctionsByCodeSigningConfigResponse
                {
                    FunctionArns = [.. page.Items.Select(function => function.Key.Arn)],
                    NextMarker = page.NextMarker,
                });
    }
}
