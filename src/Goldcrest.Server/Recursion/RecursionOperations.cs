using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;
using PutResult = Goldcrest.Wire.Protocol.WireResult<Goldcrest.Wire.Lambda.PutFunctionRecursionConfigResponse>;

namespace Goldcrest.Server.Recursion;

/// <summary>PutFunctionRecursionConfig and GetFunctionRecursionConfig.</summary>
internal sealed class RecursionOperations(IFunctionCatalog catalog) : IPutFunctionRecursionConfigHandler, IGetFunctionRecursionConfigHandler
{
    public async ValueTask<PutResult> PutFunctionRecursionConfigAsync(
        PutFunctionRecursionConfigRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (address, error) = FunctionAddress.Read(request.FunctionName!, null, context);
        return address is null ? error! : await catalog.ChangeAsync(address.Key, Put, cancellationToken);

        FunctionChange<PutResult> Put(FunctionRecord? function) => function is null
            ? FunctionChange<PutResult>.None(address.NotFound)
            : FunctionChange<PutResult>.To(
                function with { Attachments = function.Attachments with { RecursiveLoop = request.RecursiveLoop! } },
                new PutFunctionRecursionConfigResponse { RecursiveLoop = request.RecursiveLoop });
    }

    public ValueTask<WireResult<GetFunctionRecursionConfigResponse>> GetFunctionRecursionConfigAsync(
        GetFunctionRecursionConfigRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (address, error) = FunctionAddress.Read(request.FunctionName!, null, context);
        return ValueTask.FromResult<WireResult<GetFunctionRecursionConfigResponse>>(
            address is null ? error!
            : catalog.Find(address.Key) is not { } function ? address.NotFound
            : new GetFunctionRecursionConfigResponse { RecursiveLoop = function.Attachments.RecursiveLoop });
    }
}
