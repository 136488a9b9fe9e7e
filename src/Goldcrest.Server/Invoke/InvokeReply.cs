using System.Text.Encodings.Web;
using System.Text.Json;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Invoke;
using Goldcrest.Server.Pool;
using Goldcrest.Wire.Lambda;

namespace Goldcrest.Server.Invoke;

/// <summary>The one table that turns outcomes into what clients see.</summary>
/// <remarks>Source: docs/contracts/invoke.md#function-errors.</remarks>
internal static class InvokeReply
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static InvocationResponse From(InvokeResult result, FunctionVersion version, string requestId, bool wantsTail)
    {
        var (payload, error) = result.Outcome switch
        {
            InvokeOutcome.Responded { Payload: var response } => (response, null),
            InvokeOutcome.HandlerFailed { Payload: var failure } => (failure, "Unhandled"),
            InvokeOutcome.Faulted { Fault: var fault } => (Body(fault, requestId), "Unhandled"),
            _ => throw new InvalidOperationException($"There is no answer for {result.Outcome.GetType().Name}."),
        };
        return new InvocationResponse
        {
            StatusCode = 200,
            Payload = payload,
            FunctionError = error,
            ExecutedVersion = version.Number,
            LogResult = wantsTail ? Convert.ToBase64String(result.LogTail) : null,
        };
    }

    private static ReadOnlyMemory<byte> Body(FunctionFault fault, string requestId)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body, Relaxed))
        {
            json.WriteStartObject();
            json.WriteString("errorType"u8, fault.ErrorType);
            json.WriteString("errorMessage"u8, fault.TextFor(requestId));
            json.WriteEndObject();
        }

        return body.ToArray();
    }
}
