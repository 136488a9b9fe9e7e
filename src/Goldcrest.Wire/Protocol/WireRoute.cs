using System.Text.Json;
using Goldcrest.Wire.Constraints;

namespace Goldcrest.Wire.Protocol;

/// <summary>The way of one operation: bind, validate, handle, render.</summary>
/// <remarks>Without a handler the operation is answered with 501.</remarks>
internal sealed class WireRoute<TInput, TOutput>(
    WireRoute<TInput, TOutput>.Binder bind,
    WireRoute<TInput, TOutput>.Checker check,
    Func<TInput, CallContext, CancellationToken, ValueTask<WireResult<TOutput>>>? handle,
    WireRoute<TInput, TOutput>.Renderer render) : IWireRoute
    where TOutput : class
{
    public delegate TInput Binder(in WireMatch match, WireRequest request);

    public delegate void Checker(TInput input, string path, ref Violations violations);

    public delegate WireResponse Renderer(TOutput output, int status, string requestId);

    public bool IsImplemented => handle is not null;

    public async ValueTask<WireResponse> DispatchAsync(
        WireMatch match, WireRequest request, CallContext context, CancellationToken cancellationToken)
    {
        if (handle is null)
        {
            return WireErrors.Render(WireErrors.NotImplemented(match.Operation), context.RequestId);
        }

        var (input, refusal) = Read(match, request);
        if (refusal is not null)
        {
            return WireErrors.Render(refusal, context.RequestId);
        }

        var result = await handle(input!, context, cancellationToken);
        return result.Error is { } error
            ? WireErrors.Render(error, context.RequestId)
            : render(result.Output!, match.Operation.Status, context.RequestId);
    }

    private (TInput? Input, WireError? Refusal) Read(in WireMatch match, WireRequest request)
    {
        try
        {
            var input = bind(match, request);
            var violations = default(Violations);
            check(input, string.Empty, ref violations);
            return (input, violations.Count > 0 ? WireErrors.Validation(violations.Message) : null);
        }
        catch (WireFormatException mismatch)
        {
            return (default, WireErrors.Serialization(mismatch.Message));
        }
        catch (JsonException malformed)
        {
            // Line and column count from 0; what the reader found there stays out, because it may be a secret.
            var (line, column) = (malformed.LineNumber + 1, malformed.BytePositionInLine + 1);
            return (default, WireErrors.Serialization($"Could not parse request body into json: line: {line}, column: {column}"));
        }
    }
}
