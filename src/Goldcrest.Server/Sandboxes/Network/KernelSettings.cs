namespace Goldcrest.Server.Sandboxes.Network;

/// <summary>Settings of the calling thread's network namespace.</summary>
internal static class KernelSettings
{
    private const string Version4 = "/proc/sys/net/ipv4/";
    private const string Version6 = "/proc/sys/net/ipv6/conf/";
    private const string MostFlows = "/proc/sys/net/netfilter/nf_conntrack_max";
    private const int UsualFlows = 65_536;
    private const int NoAddress = 1;
    private const int OnlyOwnAddresses = 1;
    private const int BestAddress = 2;

    /// <summary>Whether the kernel speaks IPv6 at all.</summary>
    public static bool HasIpv6 => Directory.Exists(Version6);

    public static bool ForwardsIpv6 => File.ReadAllText(Version6 + "all/forwarding").Trim() == "1";

    /// <summary>How many connections the kernel remembers in a namespace; the setting is the host's, for all. Before any are, it is not there.</summary>
    public static int HostFlows => File.Exists(MostFlows) && int.TryParse(File.ReadAllText(MostFlows), out var flows) ? flows : UsualFlows;

    public static void OfRouter()
    {
        NoOwnAddresses();
        Set(Version4 + "ip_forward", 1);

        // The rules look at source addresses; a subnet's routes are not those that the kernel's own check would go by.
        Set(Version4 + "conf/all/rp_filter", 0);
        Set(Version4 + "conf/default/rp_filter", 0);
        Set(Version4 + "conf/all/arp_ignore", OnlyOwnAddresses);
        Set(Version4 + "conf/all/arp_announce", BestAddress);

        // Every refusal is told: those who hear of it are sandboxes of this server only.
        Set(Version4 + "icmp_ratelimit", 0);
        Set(Version4 + "conf/all/accept_redirects", 0);
        Set(Version4 + "conf/all/accept_source_route", 0);
        Set(Version4 + "conf/all/send_redirects", 0);
        Set(Version4 + "conf/default/send_redirects", 0);
        if (HasIpv6)
        {
            Set(Version6 + "all/forwarding", 1);
            Set("/proc/sys/net/ipv6/icmp/ratelimit", 0);
        }
    }

    /// <summary>Links made from now on give themselves no IPv6 address, ask for none and announce none.</summary>
    public static void NoOwnAddresses()
    {
        if (HasIpv6)
        {
            Set(Version6 + "default/addr_gen_mode", NoAddress);
            Set(Version6 + "default/accept_ra", 0);
        }
    }

    private static void Set(string path, int value) => File.WriteAllText(path, $"{value}");
}
