using System.Text.Encodings.Web;
using System.Text.Json;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Invoke;
using Goldcrest.Server.Pool;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Invoke;

/// <summary>The one table that turns outcomes into what clients see.</summary>
/// <remarks>Source: docs/contracts/invoke.md#function-errors.</remarks>
internal static class InvokeReply
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The function was not run, and that is its own doing.</summary>
    private static readonly WireError RestoreTimedOut =
        LambdaErrors.SnapStartTimeout("The afterRestore() runtime hook encountered a timeout. For more information, check the Amazon CloudWatch logs.");

    private static readonly WireError RestoreFailed =
        LambdaErrors.SnapStart("The afterRestore() runtime hook encountered an error. For more information, check the Amazon CloudWatch logs.");

    public static WireResult<InvocationResponse> From(InvokeResult result, FunctionVersion version, string requestId, bool wantsTail) => result.Outcome switch
    {
        InvokeOutcome.NotRestored { ErrorType: null } => RestoreTimedOut,
        InvokeOutcome.NotRestored => RestoreFailed,
        InvokeOutcome.NotMounted failure => FileSystemRefusals.From(failure),
        _ => Answer(result, version, requestId, wantsTail),
    };

    private static InvocationResponse Answer(InvokeResult result, FunctionVersion version, string requestId, bool wantsTail)
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
