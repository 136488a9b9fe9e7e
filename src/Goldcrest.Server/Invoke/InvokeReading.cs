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

        string? clientContext = null;
        if (request.ClientContext is { } base64 && (clientContext = ClientContext.FindJson(base64)) is null)
        {
            return (null, LambdaErrors.InvalidRequestContent("Client context must be a valid Base64-encoded JSON object."));
        }

        var trace = InvocationTrace.For(context.TraceId, context.RequestId);
        return (new InvokeRequest(context.RequestId, payload, address.Arn, trace, clientContext) { TenantId = request.TenantId, WantsTail = request.LogType == LogTypeValues.Tail }, null);
    }
}
