using System.Text.Json.Nodes;
using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;
using Goldcrest.Tests.Code;
using Goldcrest.Tests.Pool;

namespace Goldcrest.Tests.Functions;

public sealed class SnapshotPreparationTests
{
    private static (string, JsonNode?) WithSnapshots => ("SnapStart", new JsonObject { ["ApplyOn"] = "PublishedVersions" });

    [Fact]
    public async Task A_published_version_is_pending_until_its_snapshot_is_made()
    {
        using var folder = new StoreFolder();
        await using var node = await FunctionNode.OpenAsync(folder.Root);
        var made = new TaskCompletionSource<PreparationFlaw?>();
        Snapshots(node).Make = _ => made.Task;
        await node.MakeAsync("f", FunctionNode.Zip(), WithSnapshots);

        var published = await node.AskAsync("POST", "/2015-03-31/functions/f/versions", []);
        var latest = await node.AskAsync("GET", "/2015-03-31/functions/f/configuration");
        made.SetResult(null);
        await node.SettleAsync("f");
        var after = await node.AskAsync("GET", "/2015-03-31/functions/f/configuration?Qualifier=1");

        Assert.Equal(("Pending", "Off", "Active"), (Text(published, "State"), Status(published), Text(latest, "State")));
        Assert.Equal(("Active", "On"), (Text(after, "State"), Status(after)));
    }

    [Fact]
    public async Task A_version_whose_INIT_fails_is_failed_and_says_why_also_after_a_restart()
    {
        using var folder = new StoreFolder();
        await using (var node = await FunctionNode.OpenAsync(folder.Root))
        {
            Snapshots(node).Make = _ => Task.FromResult<PreparationFlaw?>(new PreparationFlaw("FunctionError.RuntimeInitError", "broken"));
            await node.MakeAsync("f", FunctionNode.Zip(), WithSnapshots);
            await node.AskAsync("POST", "/2015-03-31/functions/f/versions", []);
            await node.SettleAsync("f");
        }

        await using var again = await FunctionNode.OpenAsync(folder.Root);
        var version = await again.AskAsync("GET", "/2015-03-31/functions/f/configuration?Qualifier=1");

        Assert.Equal(("Failed", "FunctionError.RuntimeInitError", "broken"), (Text(version, "State"), Text(version, "StateReasonCode"), Text(version, "StateReason")));
        Assert.Empty(Snapshots(again).Kept);
    }

    [Fact]
    public async Task A_version_that_was_interrupted_while_pending_settles_after_a_restart()
    {
        using var folder = new StoreFolder();
        await using (var node = await FunctionNode.OpenAsync(folder.Root))
        {
            Snapshots(node).Make = _ => Task.FromException<PreparationFlaw?>(new OperationCanceledException());
            await node.MakeAsync("f", FunctionNode.Zip(), WithSnapshots);
            await node.AskAsync("POST", "/2015-03-31/functions/f/versions", []);
        }

        await using var again = await FunctionNode.OpenAsync(folder.Root);
        await again.SettleAsync("f");
        var version = await again.AskAsync("GET", "/2015-03-31/functions/f/configuration?Qualifier=1");

        Assert.Equal(("Active", "On"), (Text(version, "State"), Status(version)));
    }

    [Fact]
    public async Task Versions_that_had_their_snapshots_get_them_again_after_a_restart()
    {
        using var folder = new StoreFolder();
        await using (var node = await FunctionNode.OpenAsync(folder.Root))
        {
            await node.MakeAsync("f", FunctionNode.Zip(), WithSnapshots, ("Publish", true));
        }

        await using var again = await FunctionNode.OpenAsync(folder.Root);

        await Until.TrueAsync(() => !Snapshots(again).Kept.IsEmpty);
        Assert.EndsWith(":f:1", Assert.Single(Snapshots(again).Kept));
    }

    private static ScriptedSnapshots Snapshots(FunctionNode node) => (ScriptedSnapshots)node.Get<ISnapshots>();

    private static string? Text(JsonObject answer, string member) => (string?)answer[member];

    private static string? Status(JsonObject answer) => (string?)answer["SnapStart"]!["OptimizationStatus"];
}
