using Goldcrest.Server.Sandboxes.Linux;
using Goldcrest.Server.Sandboxes.Network.Netlink;

namespace Goldcrest.Server.Sandboxes.Network;

/// <summary>
/// The host's side of the one link between a server's router and the host: addresses, what may come in by it (nothing) and what goes out (masqueraded).
/// All of it dies with the server, however that dies; forwarding alone is switched back by the last server that stops.
/// </summary>
internal sealed class HostLink : IDisposable
{
    /// <summary>Every server's link begins with it; the instance follows.</summary>
    public const string NamePrefix = "gc";

    public static readonly byte[] HardwareAddress = [0x02, 0x67, 0x63, 0, 0, 2];

    private readonly string _name;
    private readonly NetlinkSocket _table;
    private readonly Forwarding _forwarding;

    private HostLink(string name, NetlinkSocket table, Forwarding forwarding) => (_name, _table, _forwarding) = (name, table, forwarding);

    /// <summary>What was switched on for it.</summary>
    public IReadOnlyList<string> Switched { get; private set; } = [];

    public static string NameOf(string instance) => NamePrefix + instance;

    /// <summary>Takes away the link that a killed server left, before the kernel comes to it.</summary>
    public static void Remove(string name)
    {
        using var links = NetlinkSocket.Open();
        if (links.TryRun(new NetlinkBatch().DeleteLink(name)) is { } failure && failure.Error != RouteRequests.NoSuchDevice)
        {
            throw Fault.Of(failure.Step, failure.Error);
        }
    }

    /// <summary>Puts the link to use. Nothing passes before the rules stand.</summary>
    /// <param name="name">Of the link, which the router has made.</param>
    /// <exception cref="SandboxLaunchException">The host refused a step; nothing is left of the others.</exception>
    public static HostLink Open(string name, RouterAddresses addresses, bool withIpv6, Forwarding forwarding)
    {
        var table = HostTable.Open(name[NamePrefix.Length..], name, addresses, withIpv6);
        try
        {
            var index = (int)Libc.InterfaceIndex(name);
            using var links = NetlinkSocket.Open();
            var batch = new NetlinkBatch().Raise(index).AddAddress(index, addresses.HostEnd, RouterAddresses.LinkPrefix);
            if (withIpv6)
            {
                // The rules refuse whatever comes in by the link, the question for a hardware address among it.
                batch.AddAddress(index, addresses.HostEnd6, RouterAddresses.LinkPrefix6)
                    .AddNeighbour(index, addresses.RouterEnd6, Router.HardwareAddress);
            }

            links.Run(batch);
            return new HostLink(name, table, forwarding) { Switched = forwarding.Require(withIpv6) };
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Remove(_name);
        _table.Dispose();
        _forwarding.Release(NamePrefix);
    }
}
