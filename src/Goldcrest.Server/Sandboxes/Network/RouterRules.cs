using System.Net;
using System.Net.Sockets;
using Goldcrest.Core.Sandboxes;

namespace Goldcrest.Server.Sandboxes.Network;

/// <summary>What the router lets pass, in nft's language. Written once; a sandbox's coming and going changes nothing, because rules go by names of links.</summary>
/// <remarks>Source: docs/contracts/network.md.</remarks>
internal static class RouterRules
{
    /// <summary>The link to the host.</summary>
    public const string Uplink = "up";

    /// <summary>Names of links to bridges begin with it.</summary>
    public const string BridgePrefix = "b";

    public const int DnsPort = 53;
    public const int EndpointPort = 4566;

    /// <summary>Connections that one sandbox may have under way through the router; AWS bounds a function's by its 1,024 descriptors.</summary>
    public const int FlowsPerSandbox = 2_048;

    /// <summary>Of these, as many as every sandbox may have whatever others do.</summary>
    public const int OwnFlows = 64;

    /// <summary>
    /// What all sandboxes have beyond their own is counted in so many parts, by chance, because the kernel goes through a whole list for each new connection.
    /// </summary>
    public const int CrowdParts = 64;

    /// <summary>Of the host's table of connections a quarter is for these, another for a thousand sandboxes' own; the rest is the host's.</summary>
    private const int CrowdShare = 4;

    private const string Flow4 = "ip saddr . ip daddr . th sport . th dport";
    private const string Flow6 = "ip6 saddr . ip6 daddr . th sport . th dport";

    /// <summary>Names of sandboxes' links begin with it; the lane and a number follow.</summary>
    public const string LinkPrefix = "n";

    /// <param name="hostFlows">How many connections the host's table takes.</param>
    public static string Base(int hostFlows) => $$"""
        table inet router {
          set refused4 { type ipv4_addr; flags interval; elements = { {{RefusedNetworks.Ipv4}} } }
          set refused6 { type ipv6_addr; flags interval; elements = { {{RefusedNetworks.Ipv6}} } }
          set host4 { type ipv4_addr; }
          set host6 { type ipv6_addr; }
          set flows4 { type ipv4_addr; size 65535; flags dynamic; }
          set flows6 { type ipv6_addr; size 65535; flags dynamic; }
          set own4 { type ipv4_addr; size 65535; flags dynamic; }
          set own6 { type ipv6_addr; size 65535; flags dynamic; }
          set crowd { type mark; size {{CrowdParts}}; flags dynamic; }

          # A packet must come from the sandbox whose address it bears, and must not say itself which way it goes.
          chain spoofed {
            type filter hook prerouting priority raw; policy accept;
            iifname != "{{LinkPrefix}}*" accept
            fib saddr . iif oif 0 drop
            ip option lsrr exists drop
            ip option ssrr exists drop
            exthdr rt exists drop
          }

          # Subnets on bridges have routing tables of their own.
          chain marks { type filter hook prerouting priority mangle; policy accept; }

          chain refuse {
            meta l4proto tcp reject with tcp reset
            reject with icmpx admin-prohibited
          }

          chain bounded {
            ct state invalid drop
            meta nfproto ipv4 ct state new add @flows4 { ip saddr ct count over {{FlowsPerSandbox}} } goto refuse
            meta nfproto ipv6 ct state new add @flows6 { ip6 saddr ct count over {{FlowsPerSandbox}} } goto refuse
            meta nfproto ipv4 ct state new add @own4 { ip saddr ct count over {{OwnFlows}} } add @crowd { jhash {{Flow4}} mod {{CrowdParts}} ct count over {{CrowdPart(hostFlows)}} } goto refuse
            meta nfproto ipv6 ct state new add @own6 { ip6 saddr ct count over {{OwnFlows}} } add @crowd { jhash {{Flow6}} mod {{CrowdParts}} ct count over {{CrowdPart(hostFlows)}} } goto refuse
          }

          chain input {
            type filter hook input priority filter; policy drop;
            iifname "lo" accept
            ct state established,related accept
            iifname "{{BridgePrefix}}*" icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept
            iifname != "{{LinkPrefix}}*" drop
            jump bounded
            ip daddr {{RouterAddresses.Gateway}} udp dport {{DnsPort}} accept
            ip daddr {{RouterAddresses.Gateway}} tcp dport { {{DnsPort}}, {{EndpointPort}} } accept
            goto refuse
          }

          chain forward {
            type filter hook forward priority filter; policy drop;
            ct state established,related accept
            iifname != "{{LinkPrefix}}*" drop
            oifname "{{LinkPrefix}}*" goto refuse
            ip daddr @refused4 goto refuse
            ip daddr @host4 goto refuse
            ip6 daddr @refused6 goto refuse
            ip6 daddr @host6 goto refuse
            tcp dport 25 goto refuse
            jump bounded
            jump lanes
            goto refuse
          }

          chain lanes {
            iifname "{{LinkPrefix}}0-*" oifname "{{Uplink}}" accept
          }

          chain postrouting {
            type nat hook postrouting priority srcnat; policy accept;
            oifname != "{{LinkPrefix}}*" oifname != "lo" masquerade
          }
        }
        """;

    /// <summary>Says which addresses are the host's own.</summary>
    public static string HostAddresses(IEnumerable<IPAddress> addresses)
    {
        var known = addresses.ToLookup(address => address.AddressFamily, Plain);
        return $"""
            flush set inet router host4
            flush set inet router host6
            {Elements("host4", known[AddressFamily.InterNetwork])}
            {Elements("host6", known[AddressFamily.InterNetworkV6])}
            """;
    }

    private static int CrowdPart(int hostFlows) => Math.Max(1, hostFlows / CrowdShare / CrowdParts);

    private static string Elements(string set, IEnumerable<string> addresses) =>
        string.Join(", ", addresses.Distinct(StringComparer.Ordinal)) is { Length: > 0 } list ? $"add element inet router {set} {{ {list} }}" : "";

    /// <summary>Without the zone that .NET adds to link-local ones.</summary>
    private static string Plain(IPAddress address) => new IPAddress(address.GetAddressBytes()).ToString();
}
