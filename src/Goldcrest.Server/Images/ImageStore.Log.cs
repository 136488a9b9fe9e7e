using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Images;

internal sealed partial class ImageStore
{
    [LoggerMessage(3204, LogLevel.Information, "Image sha256:{Hash} was removed: nothing refers to it")]
    private partial void LogCollected(string hash);

    [LoggerMessage(3207, LogLevel.Warning, "'{Path}' could not be deleted: it only takes space, and the next start tries again")]
    private partial void LogLeft(string path, Exception exception);
}
