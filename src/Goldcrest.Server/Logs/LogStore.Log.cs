using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Logs;

internal sealed partial class LogStore
{
    [LoggerMessage(4001, LogLevel.Error, "Function logs could not be written; the waiting lines are lost")]
    private partial void LogWriteFailed(Exception exception);
}
