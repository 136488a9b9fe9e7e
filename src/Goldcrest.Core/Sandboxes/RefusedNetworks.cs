using System.Net;

namespace Goldcrest.Core.Sandboxes;

/// <summary>Where nothing leads that others may choose: neither what a function connects to nor what the name of an image does.</summary>
/// <remarks>Source: docs/contracts/network.md, docs/contracts/images.md#where-requests-go.</remarks>
public static class RefusedNetworks
{
    /// <summary>This host, own loopback, link-local (where clouds serve metadata and credentials), clouds' metadata elsewhere, multicast and reserved.</summary>
    public const string Ipv4 =
        "0.0.0.0/8, 100.100.100.200/32, 127.0.0.0/8, 168.63.129.16/32, 169.254.0.0/16, 192.0.0.0/24, 224.0.0.0/3";

    /// <summary>The same; and what leads to IPv4 addresses by translators and tunnels.</summary>
    public const string Ipv6 =
        "::/96, ::ffff:0:0/96, 64:ff9b::/96, 64:ff9b:1::/48, 2001::/32, 2002::/16, fd00:ec2::/32, fd20:ce::/32, fe80::/10, fec0::/10, ff00::/8";

    private static readonly IPNetwork[] All = [.. $"{Ipv4}, {Ipv6}".Split(", ").Select(IPNetwork.Parse)];

    public static bool Contains(IPAddress address) => Array.Exists(All, network => network.Contains(address));
}
