using Goldcrest.Core.Functions;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Functions;

/// <summary>DeleteFunction: the whole function, or one published version of it.</summary>
internal sealed class DeleteFunctionOperation(IFunctionCatalog catalog) : IDeleteFunctionHandler
{
    private const int NoContent = 204;

    public async ValueTask<WireResult<DeleteFunctionResponse>> DeleteFunctionAsync(
        DeleteFunctionRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (address, error) = FunctionAddress.Read(request.FunctionName!, request.Qualifier, context);
        if (address is null)
        {
            return error!;
        }

        if (await catalog.ChangeAsync(address.Key, function => Decide(function, address), cancellationToken) is { } refused)
        {
            return refused;
        }

        return new DeleteFunctionResponse { StatusCode = NoContent };
    }

    /// <summary>Pure. The answer is the refusal; null when the function or version is gone.</summary>
    public static FunctionChange<WireError?> Decide(FunctionRecord? function, FunctionAddress address)
    {
        // What the qualifier can mean is looked at before whether there is such a function.
        if (address.Qualifier == FunctionVersion.Latest)
        {
            return FunctionChange<WireError?>.None(FunctionRefusals.LatestCannotBeDeleted);
        }

        if (address.Qualifier is null)
        {
            return function is null ? FunctionChange<WireError?>.None(address.NotFound) : FunctionChange<WireError?>.Delete(null);
        }

        if (FunctionRecord.TryNumber(address.Qualifier) is not { } number)
        {
            return FunctionChange<WireError?>.None(FunctionRefusals.AliasCannotBeDeleted);
        }

        if (function is null)
        {
            return FunctionChange<WireError?>.None(address.NotFound);
        }

        // A version that is not there is as good as deleted.
        return function.Published.ContainsKey(number)
            ? FunctionChange<WireError?>.To(function with { Published = function.Published.Remove(number) }, null)
            : FunctionChange<WireError?>.None(null);
    }
}
