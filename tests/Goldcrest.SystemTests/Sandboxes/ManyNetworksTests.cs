using Goldcrest.Server.Sandboxes;
using Goldcrest.Server.Sandboxes.Network;
using Xunit;

namespace Goldcrest.SystemTests.Sandboxes;

public sealed class ManyNetworksTests
{
    private const int Many = 500;

    [Fact]
    public async Task Five_hundred_sandboxes_have_a_network_each_at_the_same_time()
    {
        await using var host = await Host.StartAsync(network: new NetworkOptions());
        var networks = new List<SandboxNetwork>();

        for (var i = 0; i < Many; i++)
        {
            networks.Add(await host.Networks.TakeAsync(null));
        }

        Assert.True(host.Networks.IsOn);
        Assert.Equal(Many, networks.Select(network => network.Path).Distinct().Count());
        networks.ForEach(network => network.Dispose());
        (await host.Networks.TakeAsync(null)).Dispose();
    }
}
