using Goldcrest.Server.Sandboxes.Network.Netlink;

namespace Goldcrest.Server.Sandboxes.Network;

/// <summary>
/// The one nftables table that a server has on its host: nothing comes in by the server's link, and what goes out bears the host's address. The kernel keeps it
/// for the socket that made it, and only so long: nobody else can change or flush it, and no killed server leaves one.
/// </summary>
internal static class HostTable
{
    private const int AheadOfFilters = -10;
    private const int SourceAddressPriority = 100;

    /// <returns>What the table lives by; the caller disposes of it when the link is gone.</returns>
    /// <exception cref="SandboxLaunchException">The kernel has no nftables, or refused; nothing is left.</exception>
    public static NetlinkSocket Open(string instance, string link, RouterAddresses addresses, bool withIpv6)
    {
        var socket = NetlinkSocket.OpenForFilters();
        try
        {
            socket.Run(new NetlinkBatch().Transaction(requests => Add(requests, $"goldcrest_{instance}", link, addresses, withIpv6)));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void Add(NetlinkBatch requests, string table, string link, RouterAddresses addresses, bool withIpv6)
    {
        requests.AddOwnTable(table)
            .AddChain(table, "input", FilterRequests.Filter, FilterRequests.HookInput, AheadOfFilters)
            .AddRule(table, "input", rule => rule.ComesBy(link).Reject())
            .AddChain(table, "forward", FilterRequests.Filter, FilterRequests.HookForward, AheadOfFilters)
            .AddRule(table, "forward", rule => rule.LeavesBy(link).IsNewOrInvalid().Drop())
            .AddChain(table, "postrouting", FilterRequests.Nat, FilterRequests.HookPostrouting, SourceAddressPriority)
            .AddRule(table, "postrouting", rule => rule.ComesFrom(addresses.RouterEnd).Masquerade());
        if (withIpv6)
        {
            requests.AddRule(table, "postrouting", rule => rule.ComesFrom(addresses.RouterEnd6).Masquerade());
        }
    }
}
