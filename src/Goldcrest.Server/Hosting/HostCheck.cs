using Goldcrest.Core.Sandboxes;
using Goldcrest.Server.Sandboxes.FileSystems;

namespace Goldcrest.Server.Hosting;

/// <summary>The one list of what the server needs from its host: <c>up</c> goes by it, <c>doctor</c> shows it.</summary>
public static class HostCheck
{
    /// <summary>mount_setattr with user-mapped mounts, close_range and loop devices made in one step all came by then.</summary>
    private static readonly Version OldestKernel = new(5, 12);

    private static readonly string[] Controllers = ["memory", "cpu", "pids", "freezer"];

    /// <param name="isolation">What the server shall put between functions and the host.</param>
    /// <param name="mountsExports">Whether it shall mount what NFS servers export.</param>
    /// <returns>Every requirement, met or not, in the order in which a person would put things right.</returns>
    public static IReadOnlyList<HostRequirement> Judge(HostFacts host, Isolation isolation = Isolation.Crun, bool mountsExports = false) =>
    [
        .. isolation == Isolation.Process ? [] : Root(host),
        new("kernel", $"mounts for sandboxes need Linux {OldestKernel} or newer", host.Kernel >= OldestKernel ? host.Kernel.ToString() : null,
            "upgrade to Debian 12 or later"),
        new("user namespaces", "keep a sandbox's users apart from the host's", host.HasUserNamespaces ? "allowed" : null,
            "sysctl -w user.max_user_namespaces=15000"),
        .. isolation == Isolation.Process ? Bubblewrap(host) : Oci(host, isolation),
        File(host, "libsqlite3", "stores functions", "libsqlite3-0",
            $"/usr/lib/{host.Multiarch}/libsqlite3.so.0", $"/lib/{host.Multiarch}/libsqlite3.so.0", "/usr/lib64/libsqlite3.so.0", "/usr/lib/libsqlite3.so.0"),

        // Sandboxes see the host's /usr, so an interpreter elsewhere does not count.
        File(host, "node", "runs nodejs functions", "nodejs", "/usr/bin/node"),
        File(host, "python3", "runs python functions", "python3", "/usr/bin/python3"),
        .. mountsExports && isolation != Isolation.Process ? [File(host, "mount.nfs", "mounts the exports that --file-systems names", "nfs-common", NfsMount.Program)] : (HostRequirement[])[],
        .. isolation == Isolation.Process ? [] : Dispensable(host),
    ];

    private static HostRequirement[] Root(HostFacts host) =>
        [new("root", "sandboxes are made of namespaces, mounts and control groups", host.IsRoot ? "yes" : null, "start the server with sudo; what crun without root would need, doctor tells an ordinary user")];

    private static IEnumerable<HostRequirement> Oci(HostFacts host, Isolation isolation) =>
    [
        .. Controllers.Select(controller => Controller(host, controller)),
        File(host, "crun", "starts sandboxes", "crun", "/usr/bin/crun") with { IsFatal = isolation == Isolation.Crun },
        File(host, "runsc", $"starts sandboxes with a kernel of their own, where {IsolationChoice.Tag} or --isolation asks for runsc", "runsc", "/usr/bin/runsc")
            with { IsFatal = isolation == Isolation.Runsc },
        Tini(host),
        File(host, "unshare", "hides the server's mounts", "util-linux", "/usr/bin/unshare"),
        File(host, "mkfs.ext4", "makes the disks of /tmp", "e2fsprogs", "/usr/sbin/mkfs.ext4"),
    ];

    /// <summary>What an ordinary user needs, and what he does not get.</summary>
    private static IEnumerable<HostRequirement> Bubblewrap(HostFacts host) =>
    [
        File(host, "bwrap", "builds sandboxes without root", "bubblewrap", "/usr/bin/bwrap"),
        Tini(host),
        File(host, "prlimit", "bounds what a sandbox opens", "util-linux", "/usr/bin/prlimit"),
        new("limits", "without root, memory, processor time and disk of functions are not limited, and they share the host's network", null,
            "start the server with sudo; until then, run only code that you trust. crun without root is not there yet; what it would need of this host follows") { IsFatal = false },
        .. DelegationCheck.Judge(host.Delegation, host.FileExists),
    ];

    private static HostRequirement Tini(HostFacts host) => File(host, "tini", "is the first process of each sandbox", "tini", "/usr/bin/tini-static");

    /// <summary>What the server does without, only less well.</summary>
    private static IEnumerable<HostRequirement> Dispensable(HostFacts host) =>
    [
        File(host, "nft", "gives functions a network; without it they have none", "nftables", "/usr/sbin/nft") with { IsFatal = false, IsWanted = true },
        new("loop devices", "let /tmp lie on the disk; without them it lies in memory and counts against the function's limit",
            host.HasLoopDevices ? "/dev/loop-control" : null, "modprobe loop") { IsFatal = false },
    ];

    private static HostRequirement Controller(HostFacts host, string controller) =>
        new($"cgroup {controller}", "limits and counts what a sandbox uses", host.HasController(controller) ? host.Cgroups : null,
            $"boot with cgroup_enable={controller}, or mount it under /sys/fs/cgroup");

    private static HostRequirement File(HostFacts host, string name, string purpose, string package, params string[] paths) =>
        new(name, purpose, paths.FirstOrDefault(host.FileExists), PackageCommand([package])) { Package = package };

    /// <returns>The command a person types to install Debian packages.</returns>
    public static string PackageCommand(IEnumerable<string> packages) => $"sudo apt-get install -y --no-install-recommends {string.Join(' ', packages)}";
}
