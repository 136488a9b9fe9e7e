using Goldcrest.Core.Invoke;
using Goldcrest.Core.RuntimeApi;

namespace Goldcrest.Server.RuntimeApi;

/// <summary>Why a call of the Runtime API was refused.</summary>
/// <remarks>Source: docs/contracts/runtime-api.md#refusals.</remarks>
internal sealed record RuntimeRefusal(int Status, string ErrorType, string ErrorMessage)
{
    public static RuntimeRefusal UnknownRequest { get; } = new(400, "InvalidRequestID", "Invalid request ID");

    public static RuntimeRefusal UnknownResponseMode { get; } = new(400, "InvalidFunctionResponseMode", "Invalid function response mode");

    /// <summary>Its sender hardly reads it: it broke off its request.</summary>
    public static RuntimeRefusal Truncated { get; } = new(400, "TruncatedHTTPRequest", "HTTP request detected as truncated");

    public static RuntimeRefusal UnknownCall { get; } = new(404, "NotFound", "404 page not found");

    public static RuntimeRefusal TooLarge { get; } = new(
        413, "RequestEntityTooLarge", $"Exceeded maximum allowed payload size ({InvokeLimits.MaxResponseBytes} bytes).");

    /// <summary>For what a program manages to say while it is being killed.</summary>
    public static RuntimeRefusal LifeIsOver { get; } = new(
        500, "ContainerError", "Container error. Non-recoverable state. Runtime should exit promptly.");

    public static RuntimeRefusal Transition(RuntimePhase phase, RuntimeProtocol.Call call) => new(
        403,
        "InvalidStateTransition",
        $"State transition from {phase} to {RuntimeProtocol.Wanted(call)} failed for runtime. Error: State transition is not allowed");
}
