using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Pool;

internal sealed partial class SandboxPool
{
    [LoggerMessage(5001, LogLevel.Debug, "{Function} has a sandbox more")]
    private partial void LogBooted(string function);

    [LoggerMessage(5101, LogLevel.Error, "No sandbox could be made for {Function}")]
    private partial void LogBootFailed(string function, Exception exception);

    [LoggerMessage(5102, LogLevel.Error, "A sandbox could not be removed")]
    private partial void LogRemoveFailed(Exception exception);

    [LoggerMessage(5104, LogLevel.Error, "The rest of an invocation failed after its answer")]
    private partial void LogRestFailed(Exception exception);

    [LoggerMessage(5103, LogLevel.Warning, "The server stops: invocations that still run are interrupted")]
    private partial void LogInterrupted();
}
