using Goldcrest.Core.Functions;
using Goldcrest.Server.Records;
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

        var refused = await catalog.ChangeAsync(address.Key, function => Decide(function, address), cancellationToken);
        return refused is null ? new DeleteFunctionResponse { StatusCode = NoContent } : refused;
    }

    /// <summary>Pure. The answer is the refusal; null when the function or version is gone.</summary>
    public static RecordChange<FunctionRecord, WireError?> Decide(FunctionRecord? function, FunctionAddress address)
    {
        // What the qualifier can mean is looked at before whether there is such a function.
        if (address.Qualifier == FunctionVersion.Latest)
        {
            return RecordChange<FunctionRecord, WireError?>.None(FunctionRefusals.LatestCannotBeDeleted);
        }

        if (address.Qualifier is null)
        {
            return function is null ? RecordChange<FunctionRecord, WireError?>.None(address.NotFound) : RecordChange<FunctionRecord, WireError?>.Delete(null);
        }

        if (FunctionVersion.FindNumber(address.Qualifier) is not { } number)
        {
            return RecordChange<FunctionRecord, WireError?>.None(FunctionRefusals.AliasCannotBeDeleted);
        }

        if (function is null)
        {
            return RecordChange<FunctionRecord, WireError?>.None((address with { Qualifier = null }).NotFound);
        }

        if (FunctionRefusals.InUse(function.Attachments.AliasesOf(address.Qualifier)) is { } inUse)
        {
            return RecordChange<FunctionRecord, WireError?>.None(inUse);
        }

        // A version that is not there is as good as deleted.
        return function.Published.ContainsKey(number)
            ? RecordChange<FunctionRecord, WireError?>.To(function.Without(number), null)
            : RecordChange<FunctionRecord, WireError?>.None(null);
    }
}
