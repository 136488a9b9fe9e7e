using Goldcrest.Core.Images;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Images;

internal sealed partial class ImageLibrary
{
    [LoggerMessage(3205, LogLevel.Information, "Image {Image} cannot be had: {Reason}, {Detail}")]
    private partial void LogNotResolved(string image, ImageFailure.Reason reason, string detail);

    [LoggerMessage(3206, LogLevel.Warning, "Image {Image} (sha256:{Hash}) could not be pulled: {Reason}, {Detail}")]
    private partial void LogNotPulled(string image, string hash, ImageFailure.Reason reason, string detail);
}
