using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Goldcrest.Core.Sandboxes;
using Goldcrest.Server.Sandboxes.Linux;
using Goldcrest.Server.Sandboxes.Network.Netlink;

namespace Goldcrest.Server.Sandboxes.Network;

/// <summary>All lanes of a router: the usual one, and those of subnets, each opened when the first sandbox needs it and kept as long as the router.</summary>
internal sealed class Lanes
{
    /// <summary>Names of bridges' ports on the host begin with it; instance and number follow.</summary>
    private const string PortPrefix = "gb";

    private const int InstanceDigits = 8;
    private const int FirstTable = 1_000;
    private const int FirstPortIndex = 10;

    /// <summary>Of each range the first four and the last address are nobody's, as on AWS.</summary>
    private const int ReservedAhead = 4;

    private const int Reserved = ReservedAhead + 1;
    private static readonly IPNetwork Everywhere = new(IPAddress.Any, 0);
    private static readonly IPNetwork Everywhere6 = new(IPAddress.IPv6Any, 0);

    private readonly ConcurrentDictionary<string, Lazy<Task<OpenLane>>> _lanes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<OpenSubnet>>> _subnets = new(StringComparer.Ordinal);

    /// <summary>Of subnets on bridges, opened or not: one that fails again and again uses up one number.</summary>
    private readonly ConcurrentDictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Router _router;
    private readonly string _instance;
    private int _lastLane;
    private int _lastSubnet;

    public Lanes(Router router, string instance)
    {
        (_router, _instance) = (router, instance[..InstanceDigits]);
        Usual = new OpenLane(0, RouterAddresses.Sandboxes.BaseAddress, new SandboxNumbers(SizeOf(RouterAddresses.Sandboxes)), router.Plan.HasIpv6);
    }

    /// <summary>Of sandboxes in no VPC.</summary>
    public OpenLane Usual { get; }

    /// <exception cref="SandboxLaunchException">The bridge is not there, or the kernel refused. The next call tries again.</exception>
    public Task<OpenLane> OpenAsync(SandboxLane lane) => OnceAsync(_lanes, lane.Name, () => MakeAsync(lane));

    private static async Task<T> OnceAsync<T>(ConcurrentDictionary<string, Lazy<Task<T>>> all, string name, Func<Task<T>> make)
    {
        var made = all.GetOrAdd(name, _ => new Lazy<Task<T>>(make));
        try
        {
            return await made.Value;
        }
        catch
        {
            all.TryRemove(KeyValuePair.Create(name, made));
            throw;
        }
    }

    private static int SizeOf(IPNetwork range) => 1 << (32 - range.PrefixLength);

    private async Task<OpenLane> MakeAsync(SandboxLane lane)
    {
        var subnet = await OnceAsync(_subnets, lane.Subnet.Id, () => MakeAsync(lane.Subnet));
        var number = Interlocked.Increment(ref _lastLane);
        if (subnet.Way is { } way)
        {
            await _router.ApplyAsync(LaneRules.Open(number, subnet.Mark, way, lane.Rules));
        }

        return new OpenLane(number, subnet.First, subnet.Numbers, lane.AllowsIpv6 && subnet.HasIpv6);
    }

    private Task<OpenSubnet> MakeAsync(VpcSubnet subnet) => subnet switch
    {
        VpcSubnet.Named named => Task.FromResult(Make(named)),
        VpcSubnet.Bridged bridged => Task.Run(() => Make(bridged)),
        _ => throw new InvalidOperationException($"There is no network for {subnet.GetType().Name}."),
    };

    private OpenSubnet Make(VpcSubnet.Named subnet) => new(
        0, subnet.HasOutbound ? RouterRules.Uplink : null, RouterAddresses.Plus(subnet.Range.BaseAddress, ReservedAhead),
        new SandboxNumbers(SizeOf(subnet.Range) - Reserved), subnet.HasOutbound && _router.Plan.HasIpv6);

    private OpenSubnet Make(VpcSubnet.Bridged subnet)
    {
        var bridge = (int)Libc.InterfaceIndex(subnet.Bridge);
        if (bridge == 0)
        {
            throw new SandboxLaunchException($"the host has no bridge {subnet.Bridge}, which subnet {subnet.Id} stands for");
        }

        var number = _numbers.GetOrAdd(subnet.Id, _ => Interlocked.Increment(ref _lastSubnet));
        var port = new LinkEnd($"{PortPrefix}{_instance}{number:x}", 0, RandomHardwareAddress());
        var way = new LinkEnd($"{RouterRules.BridgePrefix}{number:x}", FirstPortIndex + number, RandomHardwareAddress());
        var hasIpv6 = KernelSettings.HasIpv6 && subnet.Address6 is not null;
        using var links = NetlinkSocket.Open();
        _ = links.TryRun(new NetlinkBatch().DeleteLink(port.Name));
        try
        {
            using var host = NetworkThread.OpenHost();
            _router.Configure(new NetlinkBatch().AddPair(way, port, host, _router.Plan.Mtu));
            var plug = (int)Libc.InterfaceIndex(port.Name);
            links.Run(new NetlinkBatch().Join(plug, bridge).Raise(plug));
            LeadByMark(subnet, number, hasIpv6);
            _router.Configure(RoutesOf(subnet, way.Index, number, hasIpv6));
        }
        catch
        {
            // Both ends go. What stays of the router's tables leads nowhere, and the next call writes it anew.
            _ = links.TryRun(new NetlinkBatch().DeleteLink(port.Name));
            throw;
        }

        return new OpenSubnet((uint)number, way.Name, Usual.First, Usual.Numbers, hasIpv6);
    }

    private void LeadByMark(VpcSubnet.Bridged subnet, int number, bool hasIpv6)
    {
        Ensure(subnet.Address);
        if (hasIpv6)
        {
            Ensure(subnet.Address6!);
        }

        // One that an earlier call left is the same.
        void Ensure(BridgeAddress address) => _router.Ensure(
            new NetlinkBatch().AddRule(address.Address.AddressFamily, (uint)number, FirstTable + number));
    }

    private static NetlinkBatch RoutesOf(VpcSubnet.Bridged subnet, int link, int number, bool hasIpv6)
    {
        var table = FirstTable + number;
        var batch = new NetlinkBatch();
        Add(subnet.Address, subnet.Gateway, Everywhere);
        if (hasIpv6)
        {
            Add(subnet.Address6!, subnet.Gateway6, Everywhere6);
        }

        return batch;

        void Add(BridgeAddress address, IPAddress? gateway, IPNetwork everywhere)
        {
            batch.AddAddress(link, address.Address, address.Address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128)
                .AddRoute(address.Network, link, gateway: null, table);
            _ = gateway is null ? batch.AddUnreachable(everywhere, table) : batch.AddRoute(everywhere, link, gateway, table);
        }
    }

    /// <summary>One that is nobody's by the book: locally administered, not of a group.</summary>
    private static byte[] RandomHardwareAddress() => [0x02, .. RandomNumberGenerator.GetBytes(5)];

    /// <param name="Mark">0: packets go by the router's own routes.</param>
    /// <param name="Way">The link out; null when there is none.</param>
    private sealed record OpenSubnet(uint Mark, string? Way, IPAddress First, SandboxNumbers Numbers, bool HasIpv6);
}
