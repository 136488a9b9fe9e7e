using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Goldcrest.Server.Sandboxes;
using Goldcrest.Server.Sandboxes.Network;
using Xunit;

namespace Goldcrest.SystemTests.Sandboxes;

public sealed class ManyNetworksTests
{
    private const int Many = 500;
    private const int AtOnce = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>What a resolver sends by TCP to ask for the endpoint's IPv4 address: length, header, name, kind, class.</summary>
    private static readonly byte[] Question =
        [0, 36, 0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 9, .. "goldcrest"u8, 8, .. "internal"u8, 0, 0, 1, 0, 1];

    [Fact]
    public async Task Five_hundred_sandboxes_have_a_network_each_at_the_same_time_and_each_is_heard_and_answered()
    {
        await using var host = await Host.StartAsync(network: new NetworkOptions());
        var networks = new ConcurrentBag<SandboxNetwork>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Many), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, _) => networks.Add(await host.Networks.TakeAsync(null)));
        var askers = new ConcurrentBag<IPAddress>();

        await Parallel.ForEachAsync(
            networks, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (network, _) => askers.Add(await AskAsync(network)));

        Assert.True(host.Networks.IsOn);
        Assert.Equal(Many, askers.Distinct().Count());
        Assert.All(askers, asker => Assert.True(RouterAddresses.Sandboxes.Contains(asker)));
        Parallel.ForEach(networks, network => network.Dispose());
        (await host.Networks.TakeAsync(null)).Dispose();
    }

    /// <returns>The address that a sandbox asked from.</returns>
    private static async Task<IPAddress> AskAsync(SandboxNetwork network)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var socket = await network.OpenSocketAsync();
        await socket.ConnectAsync(RouterAddresses.Gateway, RouterRules.DnsPort, patience.Token);
        await socket.SendAsync(Question, SocketFlags.None, patience.Token);
        using var stream = new NetworkStream(socket);
        var length = new byte[2];
        await stream.ReadExactlyAsync(length, patience.Token);
        var answer = new byte[(length[0] << 8) | length[1]];
        await stream.ReadExactlyAsync(answer, patience.Token);
        Assert.Equal(RouterAddresses.Gateway.GetAddressBytes(), answer[^4..]);
        return ((IPEndPoint)socket.LocalEndPoint!).Address;
    }
}
