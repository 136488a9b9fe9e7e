using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Pool;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Invoke;

/// <summary>Invoke: from the request to the function and back.</summary>
internal sealed class InvokeOperation(IFunctionCatalog catalog, SandboxPool sandboxes, Random random) : IInvokeHandler
{
    public async ValueTask<WireResult<InvocationResponse>> InvokeAsync(
        InvocationRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (address, error) = FunctionAddress.Read(request.FunctionName!, request.Qualifier, context);
        if (address is null)
        {
            return error!;
        }

        if (catalog.Find(address.Key)?.Route(address.Qualifier, random.NextDouble()) is not { } version)
        {
            return address.NotFound;
        }

        var (invoke, refused) = InvokeReading.Read(request, address, context);
        if (invoke is null)
        {
            return refused!;
        }

        if (!FunctionLifecycle.CanInvoke(version.Phase))
        {
            return InvokeDemands.RefuseUnready(version);
        }

        var settings = version.Serving.Settings;
        if (InvokeDemands.Refuse(settings, address.Qualifier, request.TenantId) is { } unfit)
        {
            return unfit;
        }

        if (request.InvocationType == InvocationTypeValues.DryRun)
        {
            return new InvocationResponse { StatusCode = 204, ExecutedVersion = version.Number };
        }

        if (InvokeDemands.RefuseYet(settings) is { } notYet)
        {
            return notYet;
        }

        var result = await sandboxes.InvokeAsync(version, invoke);
        return InvokeReply.From(result, version, invoke.RequestId, wantsTail: request.LogType == LogTypeValues.Tail);
    }
}
