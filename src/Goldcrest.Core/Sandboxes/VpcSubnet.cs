using System.Net;

namespace Goldcrest.Core.Sandboxes;

/// <summary>What a subnet stands for on this node: a range of addresses of its own, or a bridge of the host.</summary>
/// <remarks>Source: docs/contracts/network.md#vpc.</remarks>
public abstract record VpcSubnet(string Id)
{
    /// <summary>Sandboxes have addresses of the range, which nobody outside sees.</summary>
    /// <param name="Range">IPv4, from /8 to /28.</param>
    /// <param name="HasOutbound">Whether it leads out, as a subnet with a NAT gateway does.</param>
    public sealed record Named(string Id, IPNetwork Range, bool HasOutbound) : VpcSubnet(Id);

    /// <summary>All sandboxes share one address on the bridge, as they share a network interface on AWS.</summary>
    /// <param name="Bridge">The name of the bridge's interface on the host.</param>
    /// <param name="Address">The address on the bridge, and the length of the prefix that is reached there without a gateway.</param>
    /// <param name="Gateway">Where everything else is sent; null: nothing else is reached.</param>
    public sealed record Bridged(string Id, string Bridge, BridgeAddress Address, IPAddress? Gateway) : VpcSubnet(Id)
    {
        /// <summary>The same for IPv6; null: there is none.</summary>
        public BridgeAddress? Address6 { get; init; }

        public IPAddress? Gateway6 { get; init; }
    }
}
