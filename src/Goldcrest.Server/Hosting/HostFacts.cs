using System.Runtime.InteropServices;
using Goldcrest.Server.Sandboxes.Cgroups;
using Goldcrest.Server.Sandboxes.Disks;

namespace Goldcrest.Server.Hosting;

/// <summary>What <see cref="HostCheck"/> judges by. Nothing is run to find it out, so that asking costs nothing at every start.</summary>
public sealed record HostFacts
{
    public required bool IsRoot { get; init; }

    public required Version Kernel { get; init; }

    /// <summary>Whether a file is there, by absolute path.</summary>
    public required Func<string, bool> FileExists { get; init; }

    /// <summary>Such as x86_64-linux-gnu: names the folder of the host's libraries.</summary>
    public required string Multiarch { get; init; }

    public required bool HasLoopDevices { get; init; }

    public required bool HasUserNamespaces { get; init; }

    /// <summary>Whether the kernel offers a cgroup controller.</summary>
    public required Func<string, bool> HasController { get; init; }

    /// <summary>Version 2, version 1, or hybrid: version 1 with the tree of version 2 beside it.</summary>
    public required string Cgroups { get; init; }

    /// <summary>What an ordinary user was lent; nothing for root, who has it all.</summary>
    public DelegationFacts Delegation { get; init; } = DelegationFacts.None;

    public static HostFacts OfThisHost()
    {
        var layout = CgroupLayout.OfThisHost();
        return new HostFacts
        {
            IsRoot = Environment.IsPrivilegedProcess,
            Kernel = Environment.OSVersion.Version,
            FileExists = File.Exists,
            Multiarch = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "aarch64-linux-gnu" : "x86_64-linux-gnu",
            HasLoopDevices = LoopDevice.HostHasThem,
            HasUserNamespaces = File.Exists("/proc/self/ns/user") && !ReadsZero("/proc/sys/user/max_user_namespaces"),
            HasController = layout.Has,
            Delegation = Environment.IsPrivilegedProcess ? DelegationFacts.None : DelegationFacts.OfThisUser(),
            Cgroups = layout switch
            {
                { IsVersion2: true } => "version 2",
                { HiddenUnified: { } unified } => $"hybrid (version 1; {unified} is hidden from crun)",
                _ => "version 1",
            },
        };
    }

    private static bool ReadsZero(string path) => File.Exists(path) && File.ReadAllText(path).Trim() == "0";
}
