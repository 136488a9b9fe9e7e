using System.Text.Json;
using Goldcrest.Tests.Storage;

namespace Goldcrest.Tests.Layers;

public sealed class LayerListTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Versions_are_listed_newest_first_without_their_content()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        await PublishAsync(node, "l", ["python3.12"], ["x86_64"]);
        await PublishAsync(node, "l", null, null);

        var list = await node.AskAsync("GET", "/2018-10-31/layers/l/versions");

        Assert.Equal([2L, 1L], list.GetProperty("LayerVersions").EnumerateArray().Select(version => version.GetProperty("Version").GetInt64()));
        Assert.Equal(
            ["CompatibleArchitectures", "CompatibleRuntimes", "CreatedDate", "Description", "LayerVersionArn", "Version"],
            list.GetProperty("LayerVersions")[1].EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.False(list.TryGetProperty("NextMarker", out _));
    }

    [Fact]
    public async Task Layers_are_listed_by_name_each_with_its_newest_version()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        foreach (var name in new[] { "b", "a", "B", "a" })
        {
            await PublishAsync(node, name, null, null);
        }

        var list = await node.AskAsync("GET", "/2018-10-31/layers");

        Assert.Equal(["B 1", "a 2", "b 1"], list.GetProperty("Layers").EnumerateArray().Select(Describe));
        Assert.Equal("arn:aws:lambda:us-east-1:000000000000:layer:a", list.GetProperty("Layers")[1].GetProperty("LayerArn").GetString());
    }

    [Theory]
    [InlineData("", "a 3,b 1")]
    [InlineData("CompatibleRuntime=python3.12", "a 2")]
    [InlineData("CompatibleRuntime=nodejs22.x", "a 1,b 1")]
    [InlineData("CompatibleArchitecture=arm64", "a 2,b 1")]
    [InlineData("CompatibleArchitecture=arm64&CompatibleRuntime=nodejs22.x", "b 1")]
    [InlineData("CompatibleRuntime=java21", "")]
    public async Task Filters_choose_the_newest_version_that_suits(string query, string expected)
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        await PublishAsync(node, "a", ["nodejs22.x"], ["x86_64"]);
        await PublishAsync(node, "a", ["python3.12", "python3.13"], ["arm64", "x86_64"]);
        await PublishAsync(node, "a", null, []);
        await PublishAsync(node, "b", ["nodejs22.x"], ["arm64"]);

        var list = await node.AskAsync("GET", $"/2018-10-31/layers?{query}");

        Assert.Equal(expected, string.Join(',', list.GetProperty("Layers").EnumerateArray().Select(Describe)));
    }

    [Fact]
    public async Task Filters_choose_among_the_versions_of_one_layer()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        await PublishAsync(node, "a", ["nodejs22.x"], ["x86_64"]);
        await PublishAsync(node, "a", ["python3.12"], ["x86_64"]);
        await PublishAsync(node, "a", ["nodejs22.x"], ["arm64"]);

        Assert.Equal([3L, 1L], await NumbersAsync(node, "/2018-10-31/layers/a/versions?CompatibleRuntime=nodejs22.x"));
        Assert.Equal([2L, 1L], await NumbersAsync(node, "/2018-10-31/layers/a/versions?CompatibleArchitecture=x86_64"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(50)]
    public async Task Pages_hold_every_version_once(int maxItems)
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        for (var i = 0; i < 12; i++)
        {
            await PublishAsync(node, "a", null, null);
        }

        Assert.Equal(Enumerable.Range(1, 12).Reverse().Select(number => $"{number}"), await ReadAllAsync(
            node, $"/2018-10-31/layers/a/versions?MaxItems={maxItems}", "LayerVersions", version => $"{version.GetProperty("Version").GetInt64()}"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(50)]
    public async Task Pages_hold_every_layer_once(int maxItems)
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        string[] names = ["a", "b", "c", "d", "e", "f", "g"];
        foreach (var name in names)
        {
            await PublishAsync(node, name, null, null);
        }

        Assert.Equal(names, await ReadAllAsync(
            node, $"/2018-10-31/layers?MaxItems={maxItems}", "Layers", layer => layer.GetProperty("LayerName").GetString()!));
    }

    [Fact]
    public async Task A_page_stays_right_when_versions_go_in_between()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        for (var i = 0; i < 4; i++)
        {
            await PublishAsync(node, "a", null, null);
        }

        var first = await node.AskAsync("GET", "/2018-10-31/layers/a/versions?MaxItems=2");
        await node.SendAsync("DELETE", "/2018-10-31/layers/a/versions/4");
        await node.SendAsync("DELETE", "/2018-10-31/layers/a/versions/2");
        await PublishAsync(node, "a", null, null);

        Assert.Equal([1L], await NumbersAsync(node, $"/2018-10-31/layers/a/versions?Marker={Uri.EscapeDataString(first.GetProperty("NextMarker").GetString()!)}"));
    }

    [Fact]
    public async Task A_page_has_fifty_items_when_nobody_says_how_many()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        for (var i = 0; i < 51; i++)
        {
            await PublishAsync(node, "a", null, null);
        }

        var list = await node.AskAsync("GET", "/2018-10-31/layers/a/versions");

        Assert.Equal(50, list.GetProperty("LayerVersions").GetArrayLength());
        Assert.True(list.TryGetProperty("NextMarker", out _));
    }

    private static string Describe(JsonElement layer) =>
        $"{layer.GetProperty("LayerName").GetString()} {layer.GetProperty("LatestMatchingVersion").GetProperty("Version").GetInt64()}";

    private static async Task<List<long>> NumbersAsync(LayerNode node, string target) =>
        [.. (await node.AskAsync("GET", target)).GetProperty("LayerVersions").EnumerateArray().Select(version => version.GetProperty("Version").GetInt64())];

    private static Task<JsonElement> PublishAsync(LayerNode node, string name, string[]? runtimes, string[]? architectures) => node.AskAsync(
        "POST", $"/2018-10-31/layers/{name}/versions",
        new { Content = new { ZipFile = LayerNode.Zip() }, CompatibleRuntimes = runtimes, CompatibleArchitectures = architectures });

    private static async Task<List<string>> ReadAllAsync(LayerNode node, string target, string list, Func<JsonElement, string> describe)
    {
        var all = new List<string>();
        var marker = "";
        do
        {
            var page = await node.AskAsync("GET", $"{target}{marker}");
            all.AddRange(page.GetProperty(list).EnumerateArray().Select(describe));
            marker = page.TryGetProperty("NextMarker", out var next) ? $"&Marker={Uri.EscapeDataString(next.GetString()!)}" : null;
        }
        while (marker is not null);

        return all;
    }
}
