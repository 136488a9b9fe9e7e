using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Images;

internal sealed partial class ImagePull
{
    [LoggerMessage(3201, LogLevel.Information, "Pulling image {Image} (sha256:{Hash}): {Layers} layers, {Bytes} bytes")]
    private partial void LogBegun(string image, string hash, int layers, decimal bytes);

    [LoggerMessage(3202, LogLevel.Information, "Pulling image {Image}: {Done} of {Bytes} bytes")]
    private partial void LogProgress(string image, long done, decimal bytes);

    [LoggerMessage(3203, LogLevel.Information, "Image {Image} (sha256:{Hash}) is unpacked: {Entries} entries, {Bytes} bytes, {Duration}")]
    private partial void LogUnpacked(string image, string hash, int entries, long bytes, TimeSpan duration);
}
