using Goldcrest.Core.Sandboxes;

namespace Goldcrest.Server.Sandboxes.FileSystems;

/// <summary>A shared folder that a sandbox is to have.</summary>
/// <param name="Arn">Of its access point.</param>
/// <param name="Inside">Where, as seen from inside: a name directly below <see cref="Root"/>.</param>
internal sealed record FolderMountSpec(string Arn, SharedFolder Folder, string Inside)
{
    public const string Root = "/mnt";

    public string Name => Inside[(Root.Length + 1)..];
}
