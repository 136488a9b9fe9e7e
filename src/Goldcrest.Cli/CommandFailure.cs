namespace Goldcrest.Cli;

/// <summary>Ends a command with one line for the person who typed it: what is wrong and what to do.</summary>
internal sealed class CommandFailure(string message, int exitCode = ExitCodes.Failed) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
