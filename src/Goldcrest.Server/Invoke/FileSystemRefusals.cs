using Goldcrest.Core.Invoke;
using Goldcrest.Core.Sandboxes;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Invoke;

/// <summary>What callers are told when a function's file system cannot be mounted.</summary>
/// <remarks>Source: docs/contracts/file-systems.md#errors.</remarks>
internal static class FileSystemRefusals
{
    public static WireError From(InvokeOutcome.NotMounted failure)
    {
        var arn = failure.Arn;
        return (IsS3Files(arn), failure.Reason) switch
        {
            (false, MountFailure.Unreachable) => LambdaErrors.EFSMountConnectivity($"The function couldn't connect to the Amazon EFS file system with access point {arn}. Check your network configuration and try again."),
            (false, MountFailure.TimedOut) => LambdaErrors.EFSMountTimeout($"The function could not mount the EFS file system with access point {{{arn}}} due to mount time out."),
            (false, _) => LambdaErrors.EFSMountFailure($"The function could not mount the EFS file system with access point {arn}."),
            (true, MountFailure.Unreachable) => LambdaErrors.S3FilesMountConnectivity($"The function couldn't connect to the S3 Files access point {arn}. Check your network configuration and try again."),
            (true, MountFailure.TimedOut) => LambdaErrors.S3FilesMountTimeout($"The function could not mount the S3 Files access point {arn} due to mount time out."),
            (true, _) => LambdaErrors.S3FilesMountFailure($"The function could not mount the S3 Files access point {arn}."),
        };
    }

    private static bool IsS3Files(string arn) => arn.Split(':')[2] == "s3files";
}
