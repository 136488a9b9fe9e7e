namespace Goldcrest.Server.Sandboxes.Network;

/// <summary>What a router is made by.</summary>
/// <param name="HostLink">The name of the link on the host.</param>
/// <param name="Mtu">The longest packet of every link, so that none is longer than the host can send.</param>
internal sealed record RouterPlan(string HostLink, RouterAddresses Addresses, int Mtu, bool HasIpv6)
{
    /// <summary>How many connections the host remembers: it remembers those of sandboxes too.</summary>
    public int HostFlows { get; init; } = KernelSettings.HostFlows;
}
