using System.Collections.Concurrent;
using Goldcrest.Core.Layers;
using Goldcrest.Server.Code;
using Goldcrest.Tests.Storage;

namespace Goldcrest.Tests.Layers;

public sealed class LayerConcurrencyTests : IDisposable
{
    private static readonly LayerKey Layer = new("000000000000", "us-east-1", "l");

    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Fifty_publishers_get_fifty_numbers()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);

        var numbers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(async () =>
            (await node.PublishAsync(zip: LayerNode.Zip(content: $"x = {i % 5}"))).GetProperty("Version").GetInt64())));

        Assert.Equal(Enumerable.Range(1, 50).Select(number => (long)number), numbers.Order());
    }

    [Fact]
    public async Task No_number_is_used_again_while_publishers_and_deleters_race_nor_after_a_restart()
    {
        var numbers = new ConcurrentBag<long>();
        var kept = new ConcurrentBag<long>();
        await using (var node = await LayerNode.OpenAsync(_folder.Root))
        {
            await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(async () =>
            {
                var number = (await node.PublishAsync(zip: LayerNode.Zip(content: $"x = {i % 3}"))).GetProperty("Version").GetInt64();
                numbers.Add(number);
                if (i % 4 == 0)
                {
                    kept.Add(number);
                    return;
                }

                Assert.Equal(204, (await node.SendAsync("DELETE", $"/2018-10-31/layers/l/versions/{number}")).Status);
            })));
        }

        await using var restarted = await LayerNode.OpenAsync(_folder.Root);
        Assert.Equal(50, numbers.Distinct().Count());
        Assert.Equal(kept.Order(), restarted.Catalog.Find(Layer)!.Versions.Keys);
        Assert.Equal(51, (await restarted.PublishAsync()).GetProperty("Version").GetInt64());
    }

    [Fact]
    public async Task Code_published_while_the_same_code_is_collected_is_there()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        var store = node.Get<CodeStore>();
        using var enough = new CancellationTokenSource();
        var collecting = CollectAsync(node, enough.Token);

        for (var i = 0; i < 30; i++)
        {
            var number = (await node.PublishAsync()).GetProperty("Version").GetInt64();
            store.OpenZip(node.Catalog.Find(new LayerVersionKey(Layer, number))!.Code.Sha256Hex).Dispose();
            await node.SendAsync("DELETE", $"/2018-10-31/layers/l/versions/{number}");
        }

        await enough.CancelAsync();
        await collecting;
    }

    private static Task CollectAsync(LayerNode node, CancellationToken enough) => Task.Run(
        async () =>
        {
            var users = node.Get<IEnumerable<ICodeUser>>().ToList();
            while (!enough.IsCancellationRequested)
            {
                await node.Get<CodeStore>().CollectAsync(hash => users.Any(user => user.Uses(hash)), CancellationToken.None);
            }
        },
        CancellationToken.None);
}
