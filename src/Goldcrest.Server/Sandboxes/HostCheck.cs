using Goldcrest.Server.Sandboxes.Cgroups;
using Goldcrest.Server.Sandboxes.Disks;
using Goldcrest.Server.Sandboxes.Linux;

namespace Goldcrest.Server.Sandboxes;

/// <summary>Says what this host lacks for sandboxes, before anything fails.</summary>
internal static class HostCheck
{
    /// <summary>mount_setattr with user-mapped mounts, close_range and loop devices made in one step all came by then.</summary>
    private static readonly Version OldestKernel = new(5, 12);

    private static readonly (string Path, string Package, string Use)[] Programs =
    [
        ("/usr/bin/crun", "crun", "starts sandboxes"),
        ("/usr/bin/tini", "tini", "is the first process of each sandbox"),
        ("/usr/bin/unshare", "util-linux", "hides the server's mounts"),
        ("/usr/sbin/mkfs.ext4", "e2fsprogs", "makes the disks of /tmp"),
    ];

    private static readonly string[] Controllers = ["memory", "cpu", "pids", "freezer"];

    /// <returns>Empty when all is there.</returns>
    public static IReadOnlyList<HostLack> Find() =>
        Judge(
            isRoot: Libc.EffectiveUser() == 0,
            Environment.OSVersion.Version,
            File.Exists,
            LoopDevice.HostHasThem,
            CgroupLayout.OfThisHost().Has,
            hasUserNamespaces: File.Exists("/proc/self/ns/user") && !ReadsZero("/proc/sys/user/max_user_namespaces"));

    /// <summary>The rules alone, on facts given.</summary>
    public static IReadOnlyList<HostLack> Judge(
        bool isRoot, Version kernel, Func<string, bool> fileExists, bool hasLoopDevices, Func<string, bool> hasController, bool hasUserNamespaces)
    {
        var lacks = new List<HostLack>();
        if (!isRoot)
        {
            lacks.Add(new HostLack("the server does not run as root", "run it as root, or choose isolation: process"));
        }

        if (kernel < OldestKernel)
        {
            lacks.Add(new HostLack($"the kernel is {kernel}, older than {OldestKernel}", "upgrade to Debian 12 or later"));
        }

        if (!hasUserNamespaces)
        {
            lacks.Add(new HostLack("the kernel allows no user namespaces", "sysctl -w user.max_user_namespaces=15000"));
        }

        lacks.AddRange(Programs.Where(program => !fileExists(program.Path))
            .Select(program => new HostLack($"{program.Path}, which {program.Use}, is not installed", $"apt-get install {program.Package}")));
        lacks.AddRange(Controllers.Where(controller => !hasController(controller))
            .Select(controller => new HostLack(
                $"the kernel offers no cgroup controller '{controller}'", $"boot with cgroup_enable={controller}, or mount it under /sys/fs/cgroup")));
        if (!hasLoopDevices)
        {
            lacks.Add(new HostLack(
                "the host has no loop devices, so /tmp lies in memory and counts against the function's limit", "modprobe loop", IsFatal: false));
        }

        return lacks;
    }

    private static bool ReadsZero(string path) => File.Exists(path) && File.ReadAllText(path).Trim() == "0";
}
