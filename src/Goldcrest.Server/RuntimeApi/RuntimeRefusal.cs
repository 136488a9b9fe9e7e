using Goldcrest.Core.RuntimeApi;

namespace Goldcrest.Server.RuntimeApi;

/// <summary>Why a call of the Runtime API was refused.</summary>
/// <remarks>Source: docs/contracts/runtime-api.md#refusals.</remarks>
internal sealed record RuntimeRefusal(int Status, string ErrorType, string ErrorMessage)
{
    public static RuntimeRefusal UnknownRequest { get; } = new(400, "InvalidRequestID", "Invalid request ID");

    public static RuntimeRefusal TooLarge { get; } = new(
        413, "RequestEntityTooLarge", $"Exceeded maximum allowed payload size ({Goldcrest.Core.Invoke.InvokeLimits.MaxResponseBytes} bytes).");

    public static RuntimeRefusal Transition(RuntimePhase phase, RuntimeProtocol.Call call) => new(
        403,
        "InvalidStateTransition",
        $"State transition from {phase} to {RuntimeProtocol.Wanted(call)} failed for runtime. Error: State transition is not allowed");
}
