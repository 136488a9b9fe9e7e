namespace Goldcrest.Cli.Client;

/// <summary>What an invocation answered.</summary>
/// <param name="FunctionError">The X-Amz-Function-Error header; null when the function returned normally.</param>
/// <param name="LogTail">The last lines the function logged; null unless they were asked for.</param>
internal sealed record InvokeAnswer(byte[] Payload, string? FunctionError, string? LogTail);
