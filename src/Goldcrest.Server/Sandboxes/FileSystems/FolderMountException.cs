using Goldcrest.Core.Sandboxes;

namespace Goldcrest.Server.Sandboxes.FileSystems;

/// <summary>A shared folder could not be mounted for a sandbox. The message is for the operator.</summary>
/// <param name="arn">Of the access point.</param>
internal sealed class FolderMountException(string arn, MountFailure reason, string message, Exception? inner = null) : Exception($"{arn}: {message}", inner)
{
    public string Arn => arn;

    public MountFailure Reason => reason;
}
