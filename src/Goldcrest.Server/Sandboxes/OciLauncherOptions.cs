using Goldcrest.Core.Sandboxes;

namespace Goldcrest.Server.Sandboxes;

/// <summary>How sandboxes are built on this host.</summary>
internal sealed record OciLauncherOptions
{
    /// <summary>The server's data directory; its path names this server's share of cgroups and directories, its disk holds every /tmp.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Where mount points and run-time notes lie; shared with other servers of this host.</summary>
    public string RunDirectory { get; init; } = "/run/goldcrest";

    /// <summary>How many disks for /tmp are kept mounted ahead, for each size in use. 0 makes each when it is needed.</summary>
    public int ReadyDisks { get; init; } = 4;

    /// <summary>How many OCI runtimes are kept waiting for a sandbox to make, if they can wait. 0 starts each when it is needed.</summary>
    public int ReadyRuntimes { get; init; } = 4;

    /// <summary>Of sandboxes that ask for none of their own.</summary>
    public Isolation Isolation { get; init; } = Isolation.Crun;
}
