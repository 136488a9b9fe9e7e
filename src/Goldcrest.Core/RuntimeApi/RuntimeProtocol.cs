namespace Goldcrest.Core.RuntimeApi;

/// <summary>Which call of the Runtime API is allowed when. One table; an absent pair is refused as an invalid state transition.</summary>
/// <remarks>Source: docs/contracts/runtime-api.md#order. Drawn in src/Goldcrest.Server/RuntimeApi/README.md.</remarks>
public static class RuntimeProtocol
{
    public enum Call
    {
        /// <summary>GET invocation/next.</summary>
        Next,

        /// <summary>An invocation was handed over.</summary>
        Delivered,

        /// <summary>POST invocation/{id}/response, at its first byte.</summary>
        Response,

        /// <summary>POST invocation/{id}/error, at its first byte.</summary>
        Error,

        /// <summary>The response or error came in whole, or broke off.</summary>
        Received,

        /// <summary>POST init/error.</summary>
        InitError,

        /// <summary>GET restore/next.</summary>
        RestoreNext,

        /// <summary>The sandbox was taken for its first invocation.</summary>
        Restored,

        /// <summary>POST restore/error.</summary>
        RestoreError,
    }

    /// <returns>The phase that follows; null when the call is not allowed now.</returns>
    public static RuntimePhase? Next(RuntimePhase phase, Call call) => (phase, call) switch
    {
        (RuntimePhase.Started, Call.Next) => RuntimePhase.Ready,
        (RuntimePhase.Started, Call.InitError) => RuntimePhase.InitError,
        (RuntimePhase.Ready, Call.Next) => RuntimePhase.Ready,
        (RuntimePhase.Ready, Call.Delivered) => RuntimePhase.Running,
        // The event again, for a program whose first copy of it was lost with a connection.
        (RuntimePhase.Running, Call.Next) => RuntimePhase.Running,
        (RuntimePhase.Running, Call.Response) => RuntimePhase.InvocationResponse,
        (RuntimePhase.Running, Call.Error) => RuntimePhase.InvocationErrorResponse,
        (RuntimePhase.InvocationResponse, Call.Received) => RuntimePhase.ResponseSent,
        (RuntimePhase.InvocationErrorResponse, Call.Received) => RuntimePhase.ResponseSent,
        (RuntimePhase.ResponseSent, Call.Next) => RuntimePhase.Ready,
        (RuntimePhase.Started, Call.RestoreNext) => RuntimePhase.RestoreReady,
        (RuntimePhase.RestoreReady, Call.RestoreNext) => RuntimePhase.RestoreReady,
        (RuntimePhase.RestoreReady, Call.Restored) => RuntimePhase.Restoring,
        (RuntimePhase.Restoring, Call.Next) => RuntimePhase.Ready,
        (RuntimePhase.Restoring, Call.RestoreError) => RuntimePhase.RestoreError,
        _ => null,
    };

    /// <summary>The phase that a call asks for, as the refusal names it.</summary>
    public static RuntimePhase Wanted(Call call) => call switch
    {
        Call.Next => RuntimePhase.Ready,
        Call.Delivered => RuntimePhase.Running,
        Call.Response => RuntimePhase.InvocationResponse,
        Call.Error => RuntimePhase.InvocationErrorResponse,
        Call.Received => RuntimePhase.ResponseSent,
        Call.InitError => RuntimePhase.InitError,
        Call.RestoreNext => RuntimePhase.RestoreReady,
        Call.Restored => RuntimePhase.Restoring,
        Call.RestoreError => RuntimePhase.RestoreError,
        _ => throw new ArgumentOutOfRangeException(nameof(call), call, null),
    };
}
