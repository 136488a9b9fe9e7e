using Goldcrest.Server.Sandboxes.FileSystems;

namespace Goldcrest.Server.Sandboxes.Oci;

/// <summary>What was made for one sandbox on the host before its program starts.</summary>
internal sealed record SandboxPlaces
{
    /// <summary>What becomes the sandbox's root, read-only.</summary>
    public required string Root { get; init; }

    /// <summary>The root that all sandboxes on the host's own files share; those of images have some of its files.</summary>
    public required string RootFileSystem { get; init; }

    /// <summary>The program that holds a sandbox of an image open.</summary>
    public required string Keeper { get; init; }

    /// <summary>The mounted disk of /tmp.</summary>
    public required string Tmp { get; init; }

    /// <summary>What becomes /opt; null without layers.</summary>
    public required string? Layers { get; init; }

    /// <summary>What becomes /mnt, and the folder below it; null without one.</summary>
    public required FolderMount? Folder { get; init; }

    /// <summary>What stands for files of the kernel; null where the kernel is the sandbox's own.</summary>
    public required KernelViews? Views { get; init; }

    /// <summary>A path under /proc that names the network namespace.</summary>
    public required string NetworkNamespace { get; init; }

    /// <summary>From the root of the cgroup trees, with a leading slash.</summary>
    public required string Cgroup { get; init; }

    /// <summary>What the control group allows.</summary>
    public required SandboxLimits Limits { get; init; }

    /// <summary>The host id of user 0 and group 0 inside; null when ids inside are the host's own.</summary>
    public required uint? FirstHostId { get; init; }
}
