using Goldcrest.Core.Invoke;
using Goldcrest.Core.RuntimeApi;
using Goldcrest.Server.Bodies;
using Microsoft.AspNetCore.Http;

namespace Goldcrest.Server.RuntimeApi;

/// <summary>What a runtime posts, read to its end and turned into an outcome. Whatever it sends, there is one.</summary>
/// <remarks>Source: docs/contracts/runtime-api.md#answers.</remarks>
internal static class RuntimeAnswer
{
    private const string ErrorTypeHeader = "Lambda-Runtime-Function-Error-Type";
    private const string ErrorBodyTrailer = "Lambda-Runtime-Function-Error-Body";
    private const string ResponseModeHeader = "Lambda-Runtime-Function-Response-Mode";

    /// <returns>How the invocation ended, and what the runtime is told instead of consent; null when it is consent.</returns>
    public static async Task<(InvokeOutcome Outcome, RuntimeRefusal? Problem)> ReadAsync(HttpContext context, RuntimeProtocol.Call call)
    {
        var request = context.Request;
        if (call == RuntimeProtocol.Call.Response && request.Headers[ResponseModeHeader].ToString() is not ("" or "streaming"))
        {
            return (new InvokeOutcome.Faulted(FunctionFault.UnknownResponseMode), RuntimeRefusal.UnknownResponseMode);
        }

        var (body, problem) = await ReadBodyAsync(context);
        return body switch
        {
            null when problem == RuntimeRefusal.TooLarge => (new InvokeOutcome.Faulted(FunctionFault.ResponseTooLarge), problem),
            null => (new InvokeOutcome.Faulted(FunctionFault.TruncatedResponse), problem),
            { } error when call == RuntimeProtocol.Call.Error => (new InvokeOutcome.HandlerFailed(error, ErrorTypeOf(request)), null),
            { } payload => (FindErrorInTrailers(request) ?? (InvokeOutcome)new InvokeOutcome.Responded(payload), null),
        };
    }

    /// <returns>What the runtime said, empty when it did not get to say it, and what it is told instead of consent.</returns>
    public static async Task<(InvokeOutcome.HandlerFailed Error, RuntimeRefusal? Problem)> ReadErrorAsync(HttpContext context)
    {
        var (body, problem) = await ReadBodyAsync(context);
        return (new InvokeOutcome.HandlerFailed(body ?? default, ErrorTypeOf(context.Request)), problem);
    }

    private static async Task<(ReadOnlyMemory<byte>? Body, RuntimeRefusal? Problem)> ReadBodyAsync(HttpContext context)
    {
        try
        {
            // A runtime hears why it is refused only when all that it sends is taken.
            var read = await RequestBody.ReadAsync(context.Request, InvokeLimits.MaxResponseBytes, isRestRead: true, place: null, context.RequestAborted);
            return read is BodyOutcome.Whole(var body) ? (body, null) : (null, RuntimeRefusal.TooLarge);
        }
        catch (Exception brokenOff) when (brokenOff is OperationCanceledException or IOException)
        {
            return (null, RuntimeRefusal.Truncated);
        }
    }

    /// <summary>A streamed response that failed on its way says so behind its body.</summary>
    private static InvokeOutcome.HandlerFailed? FindErrorInTrailers(HttpRequest request)
    {
        if (!request.CheckTrailersAvailable() || request.GetTrailer(ErrorTypeHeader).ToString() is not { Length: > 0 } type)
        {
            return null;
        }

        var base64 = request.GetTrailer(ErrorBodyTrailer).ToString();
        var body = new byte[base64.Length];
        return new InvokeOutcome.HandlerFailed(
            Convert.TryFromBase64String(base64, body, out var length) ? body.AsMemory(0, length) : ReadOnlyMemory<byte>.Empty,
            RuntimeErrorType.Accept(type));
    }

    private static string ErrorTypeOf(HttpRequest request) => RuntimeErrorType.Accept(request.Headers[ErrorTypeHeader].FirstOrDefault());
}
