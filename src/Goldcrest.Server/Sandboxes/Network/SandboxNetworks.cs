using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Goldcrest.Core.Sandboxes;
using Goldcrest.Server.Sandboxes.Linux;
using Goldcrest.Server.Sandboxes.Network.Dns;
using Goldcrest.Server.Sandboxes.Oci;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Sandboxes.Network;

/// <summary>All networks of a server's sandboxes: the router, its link to the host, who answers names, and a few networks kept ready.</summary>
/// <remarks>Source: docs/contracts/network.md. Where the host lacks something, sandboxes have their own loopback only, the log says why, and nothing fails.</remarks>
internal sealed partial class SandboxNetworks(NetworkOptions options, TimeProvider time, ILogger<SandboxNetworks> logger) : IAsyncDisposable
{
    private const int FirstLinkIndex = 1_000;

    /// <summary>Of benchmarks between networks (RFC 2544): nobody's real one.</summary>
    private static readonly IPNetwork UsualLinkRange = new(new IPAddress([198, 18, 0, 0]), 15);

    private readonly ConcurrentQueue<SandboxNetwork> _ready = new();
    private readonly Lock _lock = new();
    private Task _refilling = Task.CompletedTask;
    private int _lastLink = FirstLinkIndex;
    private Router? _router;
    private Lanes? _lanes;
    private HostLink? _link;
    private NameServer? _names;
    private HostRefusal? _refusal;
    private volatile bool _closed;

    /// <summary>Whether sandboxes reach anything but themselves.</summary>
    public bool IsOn => _router is not null;

    /// <summary>What sandboxes' <c>/etc/resolv.conf</c> says.</summary>
    public string ResolverFile => IsOn ? $"nameserver {RouterAddresses.Gateway}\noptions timeout:4 attempts:2\n" : RootFileSystem.NoResolver;

    /// <summary>Listens for requests that sandboxes make of the server's own API; null without a network. Who accepts from it serves them.</summary>
    public Socket? EndpointListener => _router?.EndpointListener;

    /// <param name="places">Of the server, which holds its lock.</param>
    /// <param name="region">The server's number on this host.</param>
    public async Task StartAsync(InstancePlaces places, int region)
    {
        try
        {
            HostLink.Remove(HostLink.NameOf(places.Instance));
            if (!options.IsOn)
            {
                LogOff();
                return;
            }

            await OpenAsync(places, region);
        }
        catch (Exception fault) when (fault is SandboxLaunchException or IOException or UnauthorizedAccessException)
        {
            // Functions that need no network are served all the same.
            LogNoNetwork(fault.Message);
            await CloseAsync();
        }

        Refill();
    }

    /// <summary>A network that nobody has had before. The caller disposes of it.</summary>
    /// <param name="lane">Of the function's subnet; null: the usual one, whose networks are kept ready.</param>
    /// <exception cref="SandboxLaunchException">The kernel refused, or the subnet has no address or no bridge.</exception>
    public async Task<SandboxNetwork> TakeAsync(SandboxLane? lane)
    {
        if (lane is not null && _router is { } router)
        {
            return await MakeAsync(router, await _lanes!.OpenAsync(lane));
        }

        var taken = _ready.TryDequeue(out var ready) ? ready : await MakeAsync();
        Refill();
        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        _closed = true;
        await _refilling;
        while (_ready.TryDequeue(out var network))
        {
            network.Dispose();
        }

        await CloseAsync();
    }

    private async Task OpenAsync(InstancePlaces places, int region)
    {
        var routes = HostRoutes.Read();
        var range = LinkRange(routes);
        var addresses = new RouterAddresses(places.Instance, range, region);
        var plan = new RouterPlan(HostLink.NameOf(places.Instance), addresses, Mtu(routes), CanHaveIpv6(routes));
        _router = await Router.MakeAsync(plan);
        _link = HostLink.Open(plan.HostLink, addresses, plan.HasIpv6, new Forwarding(places.Shared, HostSpace()));
        _lanes = new Lanes(_router, places.Instance);
        _names = new NameServer(_router.NameQueries, _router.NameListener, Resolvers.From(options.Resolvers), time);
        _refusal = new HostRefusal(_router.RefuseHostAsync, time, logger);
        foreach (var switched in _link.Switched)
        {
            LogSwitched(switched);
        }

        foreach (var worry in SubnetCheck.Judge(options.Subnets, routes, static link => Libc.InterfaceIndex(link) != 0))
        {
            LogSubnet(worry);
        }

        LogReady(plan.HostLink, addresses.HostEnd, plan.HasIpv6 ? "IPv4 and IPv6" : "IPv4");
    }

    private IPNetwork LinkRange(HostRoutes routes)
    {
        var range = options.LinkRange is { } wanted ? IPNetwork.Parse(wanted) : UsualLinkRange;
        return routes.FindFree(range, HostLink.NamePrefix)
            ?? throw new SandboxLaunchException($"the host routes all of {range} elsewhere; choose another range with --sandbox-link-range");
    }

    /// <summary>Forwarding would make a host deaf to advertisements of routers, and so cut off one that has its way out from these.</summary>
    private bool CanHaveIpv6(HostRoutes routes)
    {
        if (!KernelSettings.HasIpv6 || routes.Default6 is not { } way)
        {
            return false;
        }

        if (way.IsAdvertised && !KernelSettings.ForwardsIpv6)
        {
            LogNoIpv6(way.Interface);
            return false;
        }

        return true;
    }

    private static int Mtu(HostRoutes routes)
    {
        const int usual = 1_500, least = 1_280;
        var way = NetworkInterface.GetAllNetworkInterfaces().FirstOrDefault(link => link.Name == routes.DefaultInterface);
        return Math.Clamp(way?.GetIPProperties().GetIPv4Properties().Mtu ?? usual, least, usual);
    }

    private static string HostSpace() =>
        string.Concat(File.ResolveLinkTarget("/proc/self/ns/net", returnFinalTarget: false)!.Name.Where(char.IsAsciiDigit));

    private async Task CloseAsync()
    {
        if (_refusal is not null)
        {
            await _refusal.DisposeAsync();
        }

        if (_names is not null)
        {
            await _names.DisposeAsync();
        }

        _link?.Dispose();
        _router?.Dispose();
        (_refusal, _names, _link, _router) = (null, null, null, null);
    }

    private Task<SandboxNetwork> MakeAsync() =>
        _router is { } router ? MakeAsync(router, _lanes!.Usual) : SandboxNetwork.CreateAsync(null, null, static () => { });

    private async Task<SandboxNetwork> MakeAsync(Router router, OpenLane lane)
    {
        var number = lane.Numbers.Take();
        try
        {
            var link = Interlocked.Increment(ref _lastLink);
            var address = new SandboxAddress(
                string.Create(CultureInfo.InvariantCulture, $"{RouterRules.LinkPrefix}{lane.Number:x}-{link:x}"),
                link,
                RouterAddresses.Plus(lane.First, number),
                lane.HasIpv6 ? router.Plan.Addresses.Sandbox6((uint)link) : null);
            return await SandboxNetwork.CreateAsync(router, address, () => lane.Numbers.Return(number));
        }
        catch
        {
            lane.Numbers.Return(number);
            throw;
        }
    }

    private void Refill()
    {
        lock (_lock)
        {
            if (!_closed && _refilling.IsCompleted && _ready.Count < options.Ready)
            {
                _refilling = Task.Run(RefillAsync);
            }
        }
    }

    private async Task RefillAsync()
    {
        try
        {
            while (!_closed && _ready.Count < options.Ready)
            {
                _ready.Enqueue(await MakeAsync());
            }
        }
        catch (SandboxLaunchException fault)
        {
            // Whoever needs a network next makes one, and meets the fault where it can be told.
            LogNotReady(fault.Message);
        }
    }

    [LoggerMessage(3010, LogLevel.Information, "Sandboxes reach the network by {Link} ({Address}), {Families}")]
    private partial void LogReady(string link, IPAddress address, string families);

    [LoggerMessage(3011, LogLevel.Information, "Sandboxes have no network: it is switched off")]
    private partial void LogOff();

    [LoggerMessage(3012, LogLevel.Warning, "Sandboxes have no network: {Reason}")]
    private partial void LogNoNetwork(string reason);

    [LoggerMessage(3013, LogLevel.Warning, "{Setting} was switched on for sandboxes; the last server of this host to stop switches it off again")]
    private partial void LogSwitched(string setting);

    [LoggerMessage(3014, LogLevel.Warning,
        "Sandboxes have no IPv6: the host learns its way out on {Interface} from advertisements, which Linux ignores while it forwards; set net.ipv6.conf.{Interface}.accept_ra=2 and net.ipv6.conf.all.forwarding=1 to have it")]
    private partial void LogNoIpv6(string @interface);

    [LoggerMessage(3015, LogLevel.Warning, "No network could be made ahead for a sandbox: {Reason}")]
    private partial void LogNotReady(string reason);

    [LoggerMessage(3017, LogLevel.Warning, "Of --vpc: {Worry}")]
    private partial void LogSubnet(string worry);
}
