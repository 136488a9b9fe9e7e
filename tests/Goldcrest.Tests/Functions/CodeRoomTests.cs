using System.Text.Json.Nodes;
using Goldcrest.Tests.Storage;

namespace Goldcrest.Tests.Functions;

/// <summary>The code that an account may keep, over functions and layers.</summary>
public sealed class CodeRoomTests : IDisposable
{
    private static readonly byte[] Zip = FunctionNode.Zip();
    private static readonly (int, string?, string?) Full = (400, "CodeStorageExceededException", "Code storage limit exceeded.");

    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Everything_that_adds_code_is_refused_when_the_account_is_full()
    {
        await using var node = await FunctionNode.OpenAsync(_folder.Root, 3 * Zip.Length);
        await node.MakeAsync("f", Zip, ("Publish", true));
        await node.PublishLayerAsync("l", Zip);

        var made = await node.RefusedAsync("POST", FunctionNode.Functions, FunctionNode.Making("g", Zip));
        var grown = await node.RefusedAsync("PUT", $"{FunctionNode.Functions}/f/code", FunctionNode.Code(FunctionNode.Zip("longer than it was")));
        var layer = await node.RefusedAsync("POST", "/2018-10-31/layers/l/versions", new JsonObject { ["Content"] = FunctionNode.Code(Zip) });
        await node.AskAsync("PUT", $"{FunctionNode.Functions}/f/configuration", new JsonObject { ["Description"] = "d" });
        await node.SettleAsync("f");
        var published = await node.RefusedAsync("POST", $"{FunctionNode.Functions}/f/versions", []);
        var both = await node.RefusedAsync(
            "PUT", $"{FunctionNode.Functions}/f/code", new JsonObject { ["ZipFile"] = Convert.ToBase64String(Zip), ["Publish"] = true });

        Assert.Equal([Full, Full, Full, Full, Full], [made, grown, layer, published, both]);
        Assert.Equal(3 * Zip.Length, await UsedAsync(node));
        Assert.Single((await node.AskAsync("GET", "/2018-10-31/layers/l/versions"))["LayerVersions"]!.AsArray());
    }

    [Fact]
    public async Task Code_of_the_same_size_and_unchanged_publications_need_no_room()
    {
        await using var node = await FunctionNode.OpenAsync(_folder.Root, 2 * Zip.Length);
        await node.MakeAsync("f", Zip, ("Publish", true));

        var unchanged = await node.AskAsync("POST", $"{FunctionNode.Functions}/f/versions", []);
        var updated = await node.AskAsync("PUT", $"{FunctionNode.Functions}/f/code", FunctionNode.Code(FunctionNode.Zip("x = 2")));

        Assert.Equal("1", (string?)unchanged["Version"]);
        Assert.Equal(Zip.Length, (long?)updated["CodeSize"]);
    }

    [Fact]
    public async Task What_is_deleted_makes_room()
    {
        await using var node = await FunctionNode.OpenAsync(_folder.Root, 3 * Zip.Length);
        await node.MakeAsync("f", Zip, ("Publish", true));
        await node.PublishLayerAsync("l", Zip);

        await node.SendAsync("DELETE", "/2018-10-31/layers/l/versions/1");
        await node.SendAsync("DELETE", $"{FunctionNode.Functions}/f?Qualifier=1");

        Assert.Equal(Zip.Length, await UsedAsync(node));
        await node.PublishLayerAsync("l", Zip);
        await node.MakeAsync("g", Zip);
        await node.SendAsync("DELETE", $"{FunctionNode.Functions}/f");
        Assert.Equal(2 * Zip.Length, await UsedAsync(node));
    }

    [Fact]
    public async Task Of_fifty_who_deploy_at_once_exactly_as_many_succeed_as_there_is_room_for_and_a_restart_counts_the_same()
    {
        await using (var node = await FunctionNode.OpenAsync(_folder.Root, 10 * Zip.Length))
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => Task.Run(() => number % 2 == 0
                ? node.SendAsync("POST", FunctionNode.Functions, FunctionNode.Making($"f{number}", Zip))
                : node.SendAsync("POST", $"/2018-10-31/layers/l{number % 5}/versions", new JsonObject { ["Content"] = FunctionNode.Code(Zip) }))));

            Assert.Equal((10, 40), (answers.Count(answer => answer.Status == 201), answers.Count(answer => answer.Status == 400)));
            Assert.Equal(10 * Zip.Length, await UsedAsync(node));
        }

        await using var again = await FunctionNode.OpenAsync(_folder.Root, 10 * Zip.Length);
        Assert.Equal(10 * Zip.Length, await UsedAsync(again));
        Assert.Equal(Full, await again.RefusedAsync("POST", FunctionNode.Functions, FunctionNode.Making("late", Zip)));
    }

    private static async Task<long?> UsedAsync(FunctionNode node) => (long?)(await node.AskAsync("GET", "/2016-08-19/account-settings"))["AccountUsage"]!["TotalCodeSize"];
}
