using System.Diagnostics;
using Goldcrest.SystemTests.Clients;
using Goldcrest.SystemTests.Serving;

namespace Goldcrest.SystemTests.Network;

/// <summary>
/// A host with servers on it, and a world that the host gets to by its one link: both made of namespaces, so that no packet of a test leaves them. The
/// host is 203.0.113.2 and 2001:db8::2; the world is 203.0.113.1 and 2001:db8::1, and has the addresses at which clouds serve metadata.
/// </summary>
internal sealed class World : IAsyncDisposable
{
    public const string Host = "203.0.113.2";
    public const string Host6 = "2001:db8::2";
    public const int HostPort = 8080;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly List<Process> _programs = [];
    private readonly List<string> _heard = [];

    private World(NetworkSpace node, NetworkSpace outside) => (Node, Outside) = (node, outside);

    /// <summary>The host that servers run on.</summary>
    public NetworkSpace Node { get; }

    public NetworkSpace Outside { get; }

    /// <summary>What has reached the world so far: protocol, port and sender.</summary>
    public IReadOnlyList<string> Heard
    {
        get
        {
            lock (_heard)
            {
                return [.. _heard];
            }
        }
    }

    /// <param name="withIpv6">Whether the host has a way out by IPv6.</param>
    public static async Task<World> MakeAsync(bool withIpv6 = true)
    {
        var world = new World(await NetworkSpace.MakeAsync(), await NetworkSpace.MakeAsync());
        await world.Node.ConfigureAsync(
            $"link add out type veth peer name world netns {world.Outside.HolderId}",
            "link set out up",
            $"addr add {Host}/24 dev out",
            "route add default via 203.0.113.1");
        await world.Outside.ConfigureAsync(
            "link set world up", "addr add 203.0.113.1/24 dev world", "addr add 169.254.169.254/32 dev world", "addr add 100.100.100.200/32 dev world");
        if (withIpv6)
        {
            await world.Node.ConfigureAsync($"-6 addr add {Host6}/64 dev out nodad", "-6 route add default via 2001:db8::1");
            await world.Outside.ConfigureAsync("-6 addr add 2001:db8::1/64 dev world nodad", "-6 addr add fd00:ec2::254/128 dev world nodad");
        }

        await world.PopulateAsync(world.Outside, world._heard, "80", "443", "25", "5000");
        await world.PopulateAsync(world.Node, [], $"{HostPort}");
        return world;
    }

    /// <summary>A server on the host, which asks the world for names.</summary>
    public Task<GoldcrestServer> StartServerAsync(string? dataDirectory = null, params string[] flags) =>
        GoldcrestServer.StartInAsync(Node, dataDirectory, ["--sandbox-resolvers", "203.0.113.1", .. flags]);

    public async ValueTask DisposeAsync()
    {
        foreach (var program in _programs)
        {
            program.Kill();
            await program.WaitForExitAsync();
            program.Dispose();
        }

        await Node.DisposeAsync();
        await Outside.DisposeAsync();
    }

    /// <summary>Gives the host a bridge with one machine on it: 10.77.0.2 and fd77::2, which listens at the ports 80 and 443.</summary>
    /// <returns>The machine; the caller disposes of it before the world.</returns>
    public async Task<NetworkSpace> AddBridgeAsync(string bridge)
    {
        var machine = await NetworkSpace.MakeAsync();
        await Node.ConfigureAsync(
            $"link add {bridge} type bridge", $"link set {bridge} up", $"addr add 10.77.0.1/24 dev {bridge}",
            $"link add lab type veth peer name lab netns {machine.HolderId}", $"link set lab master {bridge}", "link set lab up");
        await machine.ConfigureAsync("link set lab up", "addr add 10.77.0.2/24 dev lab", "-6 addr add fd77::2/64 dev lab nodad", "route add default via 10.77.0.10");
        await PopulateAsync(machine, [], "80", "443");
        return machine;
    }

    private async Task PopulateAsync(NetworkSpace space, List<string> heard, params string[] ports)
    {
        var program = Process.Start(space.Command("/usr/bin/python3", [SourceTree.PathOf("tests/fixtures/network/world.py"), .. ports]))!;
        _programs.Add(program);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        program.OutputDataReceived += (_, line) =>
        {
            if (line.Data is "ready")
            {
                ready.TrySetResult();
            }
            else if (line.Data is { } said)
            {
                lock (heard)
                {
                    heard.Add(said);
                }
            }
        };
        program.BeginOutputReadLine();
        await ready.Task.WaitAsync(Patience);
    }
}
