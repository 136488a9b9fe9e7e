using Goldcrest.Core.Sandboxes;

namespace Goldcrest.Core.Invoke;

/// <summary>How one invocation ended. Every case is expected, so none is an exception.</summary>
public abstract record InvokeOutcome
{
    private InvokeOutcome() { }

    /// <summary>The handler returned. The payload is the function's bytes, unread.</summary>
    public sealed record Responded(ReadOnlyMemory<byte> Payload) : InvokeOutcome;

    /// <summary>The runtime reported an error of the handler. The payload is the runtime's bytes, unread.</summary>
    public sealed record HandlerFailed(ReadOnlyMemory<byte> Payload, string ErrorType) : InvokeOutcome;

    /// <summary>The function failed in a way that the service words.</summary>
    public sealed record Faulted(FunctionFault Fault) : InvokeOutcome;

    /// <summary>The program was not ready again after a restore: the event was never handed over.</summary>
    /// <param name="ErrorType">What the program, or its end, gave as the reason; null when it ran out of time.</param>
    public sealed record NotRestored(string? ErrorType) : InvokeOutcome;

    /// <summary>No sandbox could be made, because a file system of the function could not be mounted.</summary>
    /// <param name="Arn">Of the access point.</param>
    public sealed record NotMounted(string Arn, MountFailure Reason) : InvokeOutcome;
}
