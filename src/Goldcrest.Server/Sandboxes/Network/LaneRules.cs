using System.Net;
using System.Net.Sockets;
using Goldcrest.Core.Sandboxes;

namespace Goldcrest.Server.Sandboxes.Network;

/// <summary>What the router lets out by one lane, in nft's language.</summary>
/// <remarks>Source: docs/contracts/network.md#vpc.</remarks>
internal static class LaneRules
{
    /// <param name="number">The lane's; names of its links have it.</param>
    /// <param name="mark">Of the subnet: leads packets to its own routing table.</param>
    /// <param name="way">The link that they leave by.</param>
    public static string Open(int number, uint mark, string way, IReadOnlyList<EgressRule> rules) => $"""
        add chain inet router lane{number:x}
        {string.Join('\n', rules.Select(rule => $"add rule inet router lane{number:x} {Match(rule)}accept"))}
        add rule inet router marks iifname "{LinkPattern(number)}" meta mark set {mark}
        add rule inet router lanes iifname "{LinkPattern(number)}" oifname "{way}" jump lane{number:x}
        """;

    private static string LinkPattern(int number) => $"{RouterRules.LinkPrefix}{number:x}-*";

    private static string Match(EgressRule rule) => Destination(rule.To) + (rule switch
    {
        { Protocol: EgressProtocol.All } => "",
        { Protocol: EgressProtocol.Icmp } => "meta l4proto { icmp, ipv6-icmp } ",
        { FirstPort: { } first, LastPort: { } last } => $"{Name(rule.Protocol)} dport {first}-{last} ",
        _ => $"meta l4proto {Name(rule.Protocol)} ",
    });

    private static string Destination(IPNetwork? to) => to switch
    {
        null => "",
        { BaseAddress.AddressFamily: AddressFamily.InterNetwork } range => $"ip daddr {range} ",
        { } range => $"ip6 daddr {range} ",
    };

    private static string Name(EgressProtocol protocol) => protocol == EgressProtocol.Tcp ? "tcp" : "udp";
}
