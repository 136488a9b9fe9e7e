using System.Globalization;

namespace Goldcrest.Core.Invoke;

/// <summary>A failure of the function's own making that the service words, not the runtime.</summary>
/// <param name="ErrorType">For example <c>Runtime.ExitError</c>.</param>
/// <param name="Message">Without the leading request id.</param>
/// <param name="NamesRequest">True when clients see the text behind <c>RequestId: … Error: </c>.</param>
/// <remarks>Source: docs/contracts/invoke.md#function-errors.</remarks>
public sealed record FunctionFault(string ErrorType, string Message, bool NamesRequest = true)
{
    private const string TimeoutType = "Sandbox.Timedout";

    public bool IsTimeout => ErrorType == TimeoutType;

    /// <param name="limit">The function's timeout.</param>
    public static FunctionFault Timeout(TimeSpan limit) => new(
        TimeoutType, string.Create(CultureInfo.InvariantCulture, $"Task timed out after {limit.TotalSeconds:0.00} seconds"));

    /// <param name="exitCode">Null when a signal ended the program.</param>
    /// <param name="signal">The signal's number; null when the program exited by itself.</param>
    public static FunctionFault Exit(int? exitCode, int? signal) => new("Runtime.ExitError", (exitCode, signal) switch
    {
        (_, { } number) => $"Runtime exited with error: signal: {SignalNames.Of(number)}",
        (0, _) or (null, null) => "Runtime exited without providing a reason",
        ({ } code, _) => string.Create(CultureInfo.InvariantCulture, $"Runtime exited with error: exit status {code}"),
    });

    public static FunctionFault OutOfMemory { get; } = new("Runtime.OutOfMemory", "Runtime exited with error: signal: killed");

    public static FunctionFault ResponseTooLarge { get; } = new(
        "Function.ResponseSizeTooLarge",
        string.Create(CultureInfo.InvariantCulture, $"Response payload size exceeded maximum allowed payload size ({InvokeLimits.MaxResponseBytes} bytes)."),
        NamesRequest: false);

    public static FunctionFault UnknownResponseMode { get; } = new(
        "Runtime.InvalidResponseModeHeader", "The runtime sent a response mode that is not known");

    /// <summary>The runtime broke off in the middle of its response.</summary>
    public static FunctionFault TruncatedResponse { get; } = new("Runtime.TruncatedResponse", "The runtime ended its response before it was complete");

    /// <param name="detail">Why the program cannot be executed.</param>
    public static FunctionFault InvalidEntrypoint(string detail) => new("Runtime.InvalidEntrypoint", detail);

    /// <param name="detail">Why the program cannot be started where it is to be.</param>
    public static FunctionFault InvalidWorkingDirectory(string detail) => new("Runtime.InvalidWorkingDir", detail);

    /// <summary>The text as clients see it.</summary>
    public string TextFor(string requestId) => NamesRequest ? $"RequestId: {requestId} Error: {Message}" : Message;
}
