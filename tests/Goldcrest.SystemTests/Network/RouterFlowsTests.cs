using System.Net;
using System.Net.Sockets;
using Goldcrest.Server.Sandboxes.Network;
using Xunit;

namespace Goldcrest.SystemTests.Network;

/// <summary>How many connections sandboxes have together, on a host that remembers few.</summary>
public sealed class RouterFlowsTests
{
    private const int HostFlows = 1_024;
    private const int Crowd = HostFlows / 4;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task One_that_opens_all_it_can_leaves_the_host_its_part_and_every_other_its_own()
    {
        var addresses = new RouterAddresses($"{Guid.NewGuid():n}", IPNetwork.Parse("198.18.0.0/25"), 0);
        var plan = new RouterPlan($"gt{Guid.NewGuid():n}"[..14], addresses, 1_500, HasIpv6: false) { HostFlows = HostFlows };
        using var router = await Router.MakeAsync(plan);
        using var greedy = await ConnectAsync(router, 1);
        using var modest = await ConnectAsync(router, 2);

        var many = await OpenAsync(greedy, tries: 700, enough: RouterRules.OwnFlows + Crowd + 1);
        var few = await OpenAsync(modest, tries: RouterRules.OwnFlows, enough: RouterRules.OwnFlows);
        var (taken, left) = (many.Count, few.Count);
        many.Concat(few).ToList().ForEach(socket => socket.Dispose());

        Assert.InRange(taken, RouterRules.OwnFlows + (Crowd / 2), RouterRules.OwnFlows + Crowd);
        Assert.Equal(RouterRules.OwnFlows, left);
    }

    private static Task<SandboxNetwork> ConnectAsync(Router router, int number) => SandboxNetwork.CreateAsync(
        router, new SandboxAddress($"n0-{number}", 1_000 + number, RouterAddresses.Plus(RouterAddresses.Sandboxes.BaseAddress, number), null), static () => { });

    /// <summary>To where names are asked for, which accepts nobody here: the kernel does.</summary>
    private static async Task<List<Socket>> OpenAsync(SandboxNetwork sandbox, int tries, int enough)
    {
        var opened = new List<Socket>();
        for (var i = 0; i < tries && opened.Count < enough; i++)
        {
            var socket = await sandbox.OpenSocketAsync();
            try
            {
                using var patience = new CancellationTokenSource(Patience);
                await socket.ConnectAsync(RouterAddresses.Gateway, RouterRules.DnsPort, patience.Token);
                opened.Add(socket);
            }
            catch (SocketException)
            {
                socket.Dispose();
            }
        }

        return opened;
    }
}
