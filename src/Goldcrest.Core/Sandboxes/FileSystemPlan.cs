using Goldcrest.Core.Functions;

namespace Goldcrest.Core.Sandboxes;

/// <summary>What the access points of functions' file systems stand for on this node, by ARN.</summary>
/// <remarks>Source: docs/contracts/file-systems.md.</remarks>
public sealed record FileSystemPlan(IReadOnlyDictionary<string, SharedFolder> AccessPoints)
{
    private static readonly string[] NoNames = ["/mnt/.", "/mnt/.."];

    public static FileSystemPlan None { get; } = new(new Dictionary<string, SharedFolder>());

    /// <summary>Whether the host must be able to mount what other machines export.</summary>
    public bool HasExports => AccessPoints.Values.OfType<SharedFolder.Export>().Any();

    /// <returns>Null when nothing can be mounted for the function: its access point is not known, or its path is no name of a directory.</returns>
    public SharedFolder? Find(FileSystemMount mount) => NoNames.Contains(mount.Path) ? null : AccessPoints.GetValueOrDefault(mount.Arn);
}
