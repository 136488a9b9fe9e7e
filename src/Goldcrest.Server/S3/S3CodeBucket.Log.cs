using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.S3;

internal sealed partial class S3CodeBucket
{
    [LoggerMessage(3301, LogLevel.Warning, "S3 did not give {Bucket}/{Key}")]
    private partial void LogLost(string bucket, string key, Exception exception);

    [LoggerMessage(3302, LogLevel.Warning, "S3 did not give {Bucket}/{Key} in {Timeout}")]
    private partial void LogSilent(string bucket, string key, TimeSpan timeout);
}
