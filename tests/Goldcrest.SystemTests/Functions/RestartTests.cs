using System.Text.Json;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Functions;

public sealed class RestartTests
{
    [Fact]
    public async Task A_restart_keeps_everything_and_removes_what_nothing_uses()
    {
        var data = Directory.CreateTempSubdirectory("goldcrest-restart-").FullName;
        try
        {
            var before = await FillAsync(data);

            await using var server = await GoldcrestServer.StartAsync(data);
            var caller = LambdaCaller.Root(server);

            Assert.Equal(before, await PictureAsync(caller));
            Assert.Equal(LambdaCaller.Zip("kept v1"), await caller.DownloadAsync("kept", "1"));
            Assert.Equal(LambdaCaller.Zip("kept v2"), await caller.DownloadAsync("kept"));
            await LambdaCaller.EventuallyAsync(() => Task.FromResult(CodeFolder.Count(data) is (2, 2, 0)));
            Assert.Equal("\"kept v2\"", (await caller.SendAsync("POST", $"{LambdaCaller.Functions}/kept/invocations", "{}"u8.ToArray())).Text);

            // Version 2 was deleted, and its number with it.
            Assert.Equal("3", (await caller.SendAsync("POST", $"{LambdaCaller.Functions}/kept/versions", new { Description = "third" })).Ok().Find("Version"));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<string> FillAsync(string data)
    {
        await using var server = await GoldcrestServer.StartAsync(data);
        var caller = LambdaCaller.Root(server);
        (await caller.CreateAsync(
            "kept",
            LambdaCaller.Zip("kept v1"),
            ("Publish", true),
            ("Description", "größer ✓"),
            ("Tags", new { team = "blue", empty = "" }),
            ("Environment", new { Variables = new { AA = "1" } }),
            ("LoggingConfig", new { LogFormat = "JSON" }))).Ok();
        await caller.SettleAsync("kept", "1");
        await caller.SettleAsync("kept");
        (await caller.UpdateCodeAsync("kept", LambdaCaller.Zip("kept v2"), publish: true)).Ok();
        await caller.SettleAsync("kept", "2");
        (await caller.SendAsync("DELETE", $"{LambdaCaller.Functions}/kept?Qualifier=2")).Ok();
        (await caller.CreateAsync("gone", LambdaCaller.Zip("gone"))).Ok();
        (await caller.SendAsync("DELETE", $"{LambdaCaller.Functions}/gone")).Ok();
        (await caller.UpdateCodeAsync("kept", LambdaCaller.Zip("only tried"), dryRun: true)).Ok();
        await caller.SettleAsync("kept");
        Assert.Equal(4, CodeFolder.Count(data).Zips);
        var picture = await PictureAsync(caller);
        Assert.Equal(0, await server.StopAsync());
        return picture;
    }

    /// <summary>All that clients can see of the function, except for links, which are made anew each time.</summary>
    private static async Task<string> PictureAsync(LambdaCaller caller)
    {
        var latest = (await caller.GetAsync("kept")).Ok().Body;
        var first = (await caller.GetAsync("kept", "1")).Ok().Body;
        var versions = await caller.ListAsync($"{LambdaCaller.Functions}/kept/versions", "Versions", maxItems: 1);
        var functions = await caller.ListAsync($"{LambdaCaller.Functions}?FunctionVersion=ALL", "Functions");
        return string.Join('\n', [
            latest.GetProperty("Configuration").GetRawText(),
            latest.GetProperty("Tags").GetRawText(),
            first.GetProperty("Configuration").GetRawText(),
            JsonSerializer.Serialize(versions),
            JsonSerializer.Serialize(functions),
        ]);
    }
}
