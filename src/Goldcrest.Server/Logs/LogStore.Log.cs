using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Logs;

internal sealed partial class LogStore
{
    [LoggerMessage(4001, LogLevel.Error, "Function logs cannot be written: their lines are lost until the disk takes them again")]
    private partial void LogWriteFailed(Exception exception);

    [LoggerMessage(4002, LogLevel.Information, "Function logs are written again")]
    private partial void LogWriteRecovered();
}
