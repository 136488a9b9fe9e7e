using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Goldcrest.Server.Sandboxes.Linux;
using Goldcrest.Server.Sandboxes.Network.Netlink;
using Microsoft.Win32.SafeHandles;

namespace Goldcrest.Server.Sandboxes.Network;

/// <summary>
/// The network namespace that all sandboxes of a server hang on, each by a link of its own, and that hangs on the host by one. Everything in it (links,
/// addresses, rules) goes with it, and it goes with the server.
/// </summary>
/// <remarks>Source: docs/adr/0013-sandboxes-hang-on-a-router-in-a-namespace-of-its-own.md.</remarks>
internal sealed class Router : IDisposable
{
    public static readonly byte[] HardwareAddress = [0x02, 0x67, 0x63, 0, 0, 1];
    private const int UplinkIndex = 2;
    private const int HostBits = 32;
    private const int HostBits6 = 128;
    private const int Backlog = 512;
    private static readonly IPNetwork Everywhere = new(IPAddress.Any, 0);
    private static readonly IPNetwork Everywhere6 = new(IPAddress.IPv6Any, 0);

    private readonly SafeFileHandle _space;
    private readonly NetlinkSocket _links;
    private readonly SemaphoreSlim _changing = new(1);

    private Router(SafeFileHandle space, NetlinkSocket links, RouterPlan plan)
    {
        _space = space;
        _links = links;
        Plan = plan;
    }

    public RouterPlan Plan { get; }

    public SafeFileHandle Space => _space;

    /// <summary>Where sandboxes ask for names, by UDP and by TCP.</summary>
    public required Socket NameQueries { get; init; }

    public required Socket NameListener { get; init; }

    /// <summary>Where sandboxes find the server's own API.</summary>
    public required Socket EndpointListener { get; init; }

    /// <exception cref="SandboxLaunchException">The kernel refused a step; nothing is left of the others.</exception>
    public static Task<Router> MakeAsync(RouterPlan plan)
    {
        // The host's end of the link is its own as well, from the first packet on.
        var host = RouterRules.HostAddresses([.. HostAddresses(), plan.Addresses.HostEnd, plan.Addresses.HostEnd6]);
        return NetworkThread.RunInNewAsync(space => Make(space, plan, host));
    }

    /// <summary>Gives the thread's own, new namespace a link to the router.</summary>
    /// <param name="end">Of the sandbox.</param>
    public void Connect(SandboxAddress end)
    {
        var address6 = end.Address6;
        var near = new LinkEnd("eth0", SandboxAddress.InsideIndex, SandboxAddress.HardwareAddress);
        var far = new LinkEnd(end.LinkName, end.LinkIndex, HardwareAddress);
        using (var inside = NetlinkSocket.Open())
        {
            var batch = new NetlinkBatch().AddPair(near, far, _space, Plan.Mtu).AddAddress(near.Index, end.Address, HostBits);
            inside.Run(LeadTo(batch, near.Index, RouterAddresses.Gateway, address6, Plan.Addresses.Gateway6));
        }

        var back = new NetlinkBatch()
            .Raise(far.Index)
            .AddRoute(new IPNetwork(end.Address, HostBits), far.Index, gateway: null)
            .AddNeighbour(far.Index, end.Address, SandboxAddress.HardwareAddress);
        if (address6 is not null)
        {
            back.AddRoute(new IPNetwork(address6, HostBits6), far.Index, gateway: null)
                .AddNeighbour(far.Index, address6, SandboxAddress.HardwareAddress);
        }

        _links.Run(back);
    }

    /// <summary>Tells the rules which addresses the host has now.</summary>
    public Task RefuseHostAsync() => ApplyAsync(() => RouterRules.HostAddresses(HostAddresses()));

    /// <summary>Adds to the rules.</summary>
    /// <param name="commands">In nft's language; all or none are carried out.</param>
    public Task ApplyAsync(string commands) => ApplyAsync(() => commands);

    /// <summary>Adds to links, addresses and routes.</summary>
    public void Configure(NetlinkBatch batch) => _links.Run(batch);

    /// <summary>The same for one that may be there already.</summary>
    public void Ensure(NetlinkBatch one)
    {
        if (_links.TryRun(one) is { } failure && failure.Error != RouteRequests.AlreadyThere)
        {
            throw Fault.Of(failure.Step, failure.Error);
        }
    }

    public void Dispose()
    {
        NameQueries.Dispose();
        NameListener.Dispose();
        EndpointListener.Dispose();
        _links.Dispose();
        _space.Dispose();
    }

    /// <summary>One after another, so that what was found out last is what stands.</summary>
    private async Task ApplyAsync(Func<string> commands)
    {
        await _changing.WaitAsync();
        try
        {
            var text = commands();
            await NetworkThread.RunInsideAsync(_space, () => PacketRules.Apply(text));
        }
        finally
        {
            _changing.Release();
        }
    }

    private static Router Make(SafeFileHandle space, RouterPlan plan, string hostAddresses)
    {
        KernelSettings.OfRouter();
        var links = NetlinkSocket.Open();
        try
        {
            using var host = NetworkThread.OpenHost();
            links.Run(Uplink(plan, host));
            PacketRules.Apply(RouterRules.Base(plan.HostFlows) + "\n" + hostAddresses);
            return new Router(space, links, plan)
            {
                NameQueries = Bound(SocketType.Dgram, ProtocolType.Udp, RouterRules.DnsPort),
                NameListener = Bound(SocketType.Stream, ProtocolType.Tcp, RouterRules.DnsPort),
                EndpointListener = Bound(SocketType.Stream, ProtocolType.Tcp, RouterRules.EndpointPort),
            };
        }
        catch
        {
            links.Dispose();
            throw;
        }
    }

    private static NetlinkBatch Uplink(RouterPlan plan, SafeFileHandle host)
    {
        var addresses = plan.Addresses;
        var batch = new NetlinkBatch()
            .Raise(RouteRequests.Loopback)
            .AddAddress(RouteRequests.Loopback, RouterAddresses.Gateway, HostBits)
            .AddPair(
                new LinkEnd(RouterRules.Uplink, UplinkIndex, HardwareAddress), new LinkEnd(plan.HostLink, 0, HostLink.HardwareAddress), host, plan.Mtu)
            .AddAddress(UplinkIndex, addresses.RouterEnd, RouterAddresses.LinkPrefix)
            .AddRoute(Everywhere, UplinkIndex, addresses.HostEnd);
        return plan.HasIpv6
            ? batch
                .AddAddress(RouteRequests.Loopback, addresses.Gateway6, HostBits6)
                .AddAddress(UplinkIndex, addresses.RouterEnd6, RouterAddresses.LinkPrefix6)
                .AddNeighbour(UplinkIndex, addresses.HostEnd6, HostLink.HardwareAddress)
                .AddRoute(Everywhere6, UplinkIndex, addresses.HostEnd6)
            : batch;
    }

    private static NetlinkBatch LeadTo(NetlinkBatch batch, int link, IPAddress gateway, IPAddress? address6, IPAddress gateway6)
    {
        batch.Raise(RouteRequests.Loopback).AddNeighbour(link, gateway, HardwareAddress).AddRoute(Everywhere, link, gateway);
        return address6 is null
            ? batch
            : batch.AddAddress(link, address6, HostBits6).AddNeighbour(link, gateway6, HardwareAddress).AddRoute(Everywhere6, link, gateway6);
    }

    private static Socket Bound(SocketType kind, ProtocolType protocol, int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, kind, protocol);
        try
        {
            socket.Bind(new IPEndPoint(RouterAddresses.Gateway, port));
            if (kind == SocketType.Stream)
            {
                socket.Listen(Backlog);
            }

            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Also the first address of each range of IPv6, which a host that forwards answers to. .NET asks for the network namespace of whichever thread calls, so this
    /// must not run inside the router.
    /// </summary>
    private static IEnumerable<IPAddress> HostAddresses() => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(link => link.GetIPProperties().UnicastAddresses)
        .SelectMany(unicast => unicast.Address.AddressFamily == AddressFamily.InterNetworkV6
            ? [unicast.Address, RouterAddresses.FirstOf(unicast.Address, unicast.PrefixLength)]
            : new[] { unicast.Address });
}
