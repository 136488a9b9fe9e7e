using Goldcrest.Core.Functions;
using Goldcrest.Core.Functions.Attached;
using Goldcrest.Server.Functions;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;
using Reservation = Goldcrest.Wire.Lambda.Concurrency;

namespace Goldcrest.Server.Concurrency;

/// <summary>PutFunctionConcurrency, GetFunctionConcurrency and DeleteFunctionConcurrency.</summary>
internal sealed class ReservedConcurrency(IFunctionCatalog catalog, AccountPool pool) :
    IPutFunctionConcurrencyHandler, IGetFunctionConcurrencyHandler, IDeleteFunctionConcurrencyHandler
{
    public async ValueTask<WireResult<Reservation>> PutFunctionConcurrencyAsync(
        PutFunctionConcurrencyRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (address, error) = Read(request.FunctionName!, context);
        if (address is null)
        {
            return error!;
        }

        var wanted = request.ReservedConcurrentExecutions!.Value;
        var refused = await pool.ChangeAsync(address.Key, function => Reserve(function, wanted, address.Key), cancellationToken);
        return refused is null ? new Reservation { ReservedConcurrentExecutions = wanted } : refused;
    }

    public ValueTask<WireResult<GetFunctionConcurrencyResponse>> GetFunctionConcurrencyAsync(
        GetFunctionConcurrencyRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (address, error) = Read(request.FunctionName!, context);
        return ValueTask.FromResult<WireResult<GetFunctionConcurrencyResponse>>(
            address is null ? error!
            : catalog.Find(address.Key) is not { } function ? address.NotFound
            : new GetFunctionConcurrencyResponse { ReservedConcurrentExecutions = function.Attachments.ReservedConcurrency });
    }

    public async ValueTask<WireResult<NoOutput>> DeleteFunctionConcurrencyAsync(
        DeleteFunctionConcurrencyRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (address, error) = Read(request.FunctionName!, context);
        if (address is null)
        {
            return error!;
        }

        var refused = await pool.ChangeAsync(
            address.Key,
            function => function is null ? FunctionChange<WireError?>.None(address.NotFound) : FunctionChange<WireError?>.To(With(function, null), null),
            cancellationToken);
        return refused is null ? NoOutput.Instance : refused;
    }

    private FunctionChange<WireError?> Reserve(FunctionRecord? function, int wanted, FunctionKey key)
    {
        if (function is null)
        {
            // Recorded: of all operations this one names $LATEST.
            return FunctionChange<WireError?>.None(LambdaErrors.ResourceNotFound($"Function not found: {key.QualifiedArn(FunctionVersion.Latest)}"));
        }

        var outcome = ConcurrencyRules.JudgeReserved(wanted, function.Attachments, pool.SetAsideElsewhere(key), pool.Limit);
        return ConcurrencyReply.OfReserved(outcome, wanted, function.Attachments) is { } refused
            ? FunctionChange<WireError?>.None(refused)
            : FunctionChange<WireError?>.To(With(function, wanted), null);
    }

    private static FunctionRecord With(FunctionRecord function, int? reserved) =>
        function with { Attachments = function.Attachments with { ReservedConcurrency = reserved } };

    private static (FunctionAddress? Address, WireError? Error) Read(string functionName, CallContext context)
    {
        var (address, error) = FunctionAddress.Read(functionName, null, context);
        return address?.Qualifier is null ? (address, error) : (null, ConcurrencyReply.FunctionsOnly);
    }
}
