using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Sandboxes.Disks;

internal sealed partial class TmpDisks
{
    [LoggerMessage(3002, LogLevel.Warning, "No disk of {SizeMiB} MiB could be made ahead for /tmp: {Reason}")]
    private partial void LogNotReady(int sizeMiB, string reason);

    [LoggerMessage(3003, LogLevel.Warning, "A disk of {SizeMiB} MiB that was kept ready could not be taken away: {Reason}")]
    private partial void LogNotGone(int sizeMiB, string reason);
}
