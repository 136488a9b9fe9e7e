using Goldcrest.Core.Layers;
using Goldcrest.Server.Code;
using Goldcrest.Server.Layers;
using Goldcrest.Tests.Storage;

namespace Goldcrest.Tests.Layers;

/// <summary>What functions get of layers.</summary>
public sealed class FunctionLayersTests : IDisposable
{
    private const string Arn = "arn:aws:lambda:us-east-1:000000000000:layer:";

    private readonly DataFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Trees_come_in_the_order_of_the_layers()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        await node.PublishAsync("a", LayerNode.Zip("which", "a"));
        await node.PublishAsync("b", LayerNode.Zip("which", "b"));

        using var hold = Select(node, $"{Arn}b:1", $"{Arn}a:1").Hold!;
        var trees = await node.Get<LayerTrees>().UnpackAsync(hold.Layers, Token);

        Assert.Equal(["b", "a"], trees.Select(tree => File.ReadAllText(Path.Combine(tree, "which"))));
    }

    [Fact]
    public async Task Sizes_are_those_of_the_files_not_of_the_zip()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        await node.PublishAsync("a", LayerNode.Zip("zeros", new string('0', 100_000)));

        using var hold = Select(node, $"{Arn}a:1").Hold!;

        Assert.Equal(100_000, Assert.Single(hold.Layers).UnpackedBytes);
        Assert.Equal(
            "Function code combined with layers exceeds the maximum allowed size of 262144000 bytes. The actual size is 262144001 bytes.",
            FunctionLayers.Refuse(hold.Layers, 262_044_001, LayerNode.Context())!.Message);
    }

    [Fact]
    public async Task A_function_shows_the_size_of_the_zip()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        var zip = LayerNode.Zip("zeros", new string('0', 100_000));
        await node.PublishAsync("a", zip);

        using var hold = Select(node, $"{Arn}a:1").Hold!;
        var shown = LayerMapping.ToAttached(Assert.Single(hold.Layers));

        Assert.Equal(($"{Arn}a:1", (long?)zip.Length), (shown.Arn, shown.CodeSize));
    }

    [Fact]
    public async Task A_deleted_version_keeps_its_code_while_a_function_holds_it_and_cannot_be_had_anew()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        await node.PublishAsync("a");
        var hold = Select(node, $"{Arn}a:1").Hold!;

        await node.SendAsync("DELETE", "/2018-10-31/layers/a/versions/1");

        Assert.Equal(0, await CollectAsync(node));
        Assert.Single(await node.Get<LayerTrees>().UnpackAsync(hold.Layers, Token));
        Assert.Equal($"Layer version {Arn}a:1 does not exist.", Select(node, $"{Arn}a:1").Error!.Message);
        hold.Dispose();
        Assert.Equal(1, await CollectAsync(node));
    }

    [Fact]
    public async Task Code_stays_while_any_version_of_any_layer_names_it()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        await node.PublishAsync("a");
        await node.PublishAsync("a");
        await node.PublishAsync("b");

        await node.SendAsync("DELETE", "/2018-10-31/layers/a/versions/1");
        await node.SendAsync("DELETE", "/2018-10-31/layers/a/versions/2");
        Assert.Equal(0, await CollectAsync(node));

        await node.SendAsync("DELETE", "/2018-10-31/layers/b/versions/1");
        Assert.Equal(1, await CollectAsync(node));
    }

    [Fact]
    public async Task Code_that_another_feature_names_stays()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        await node.PublishAsync("a");
        var hash = node.Catalog.Find(new LayerVersionKey(new LayerKey("000000000000", "us-east-1", "a"), 1))!.Code.Sha256Hex;
        await node.SendAsync("DELETE", "/2018-10-31/layers/a/versions/1");

        Assert.Equal(0, await node.Get<CodeStore>().CollectAsync(other => other == hash, Token));
    }

    [Fact]
    public async Task A_deleted_version_tells_the_collector()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        await node.PublishAsync("a");
        _ = node.Get<FreedCode>().TakeOlderThan(TimeSpan.Zero);

        await node.SendAsync("DELETE", "/2018-10-31/layers/a/versions/1");

        Assert.Single(node.Get<FreedCode>().TakeOlderThan(TimeSpan.Zero));
    }

    private static (LayerHold? Hold, Goldcrest.Wire.Protocol.WireError? Error) Select(LayerNode node, params string[] arns) =>
        node.Get<FunctionLayers>().Select(arns, 0, LayerNode.Context());

    private static Task<int> CollectAsync(LayerNode node) =>
        node.Get<CodeStore>().CollectAsync(hash => node.Get<IEnumerable<ICodeUser>>().Any(user => user.Uses(hash)), Token);
}
