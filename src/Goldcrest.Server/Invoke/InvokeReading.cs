using System.Text;
using Goldcrest.Core.Invoke;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Pool;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Invoke;

/// <summary>From the wire's request to an event that a sandbox can be given, or to the refusal.</summary>
/// <remarks>Source: docs/contracts/invoke.md.</remarks>
internal static class InvokeReading
{
    private static readonly ReadOnlyMemory<byte> EmptyEvent = "{}"u8.ToArray();

    public static (InvokeRequest? Request, WireError? Error) Read(InvocationRequest request, FunctionAddress address, CallContext context)
    {
        if (request.InvocationType == InvocationTypeValues.Event)
        {
            return (null, FunctionRefusals.NotYet("InvocationType Event"));
        }

        if (request.DurableExecutionName is not null)
        {
            return (null, FunctionRefusals.NotYet("durable executions"));
        }

        var payload = request.Payload is { Length: > 0 } sent ? sent : EmptyEvent;
        if (payload.Length > InvokeLimits.MaxEventBytes)
        {
            return (null, WireErrors.RequestEntityTooLarge(
                $"Request must be smaller than {InvokeLimits.MaxEventBytes} bytes for the InvokeFunction operation"));
        }

        if (EventJson.FindFlaw(payload.Span) is { } flaw)
        {
            return (null, LambdaErrors.InvalidRequestContent(flaw));
        }

        var (clientContext, badContext) = ReadClientContext(request.ClientContext);
        return badContext is not null
            ? (null, badContext)
            : (new InvokeRequest(context.RequestId, payload, address.Arn, context.TraceId ?? TraceIdOf(context.RequestId), clientContext), null);
    }

    /// <summary>A trace that nobody samples, so that functions always see one; made from the request id, which is random.</summary>
    private static string TraceIdOf(string requestId)
    {
        var hex = requestId.Replace("-", "", StringComparison.Ordinal);
        return $"Root=1-{hex[..8]}-{hex[8..32]};Parent={hex[16..32]};Sampled=0";
    }

    private static (string? Json, WireError? Error) ReadClientContext(string? base64)
    {
        if (base64 is null)
        {
            return (null, null);
        }

        var bytes = new byte[base64.Length];
        return base64.Length <= InvokeLimits.MaxClientContextBytes
            && Convert.TryFromBase64String(base64, bytes, out var length)
            && EventJson.FindFlaw(bytes.AsSpan(0, length)) is null
                ? (Encoding.UTF8.GetString(bytes, 0, length).ReplaceLineEndings(" "), null)
                : (null, LambdaErrors.InvalidRequestContent("Client context must be a valid Base64-encoded JSON object."));
    }
}
