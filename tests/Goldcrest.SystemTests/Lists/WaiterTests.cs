using System.Text.Json;
using Goldcrest.SystemTests.Clients;
using Goldcrest.SystemTests.Functions;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Lists;

/// <summary>Every waiter of the model ends: well, badly, or when its patience does.</summary>
public sealed class WaiterTests : IAsyncLifetime
{
    private const string Failed = "failed-first";
    private const string FailedLater = "failed-later";

    private GoldcrestServer? _server;

    public async ValueTask InitializeAsync()
    {
        _server = await GoldcrestServer.StartAsync();
        var caller = LambdaCaller.Root(_server);
        var zip = LambdaCaller.Zip("spoilt");
        (await caller.CreateAsync("good", LambdaCaller.Zip("good"), ("Publish", true))).Ok();
        await caller.SettleAsync("good", "1");
        (await caller.SendAsync("PUT", $"{LambdaCaller.Functions}/good/configuration", new { Description = "changed" })).Ok();
        await caller.SettleAsync("good");
        (await caller.CreateAsync(FailedLater, zip)).Ok();
        await caller.SettleAsync(FailedLater);

        // A disk that fails: what was stored cannot be laid out any more.
        var code = Path.Combine(_server.DataDirectory, "code");
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(zip));
        await File.WriteAllBytesAsync(Path.Combine(code, hash + ".zip"), zip[..^10], TestContext.Current.CancellationToken);
        Directory.Delete(Directory.GetDirectories(code, hash, SearchOption.AllDirectories).Single(), recursive: true);
        (await caller.CreateAsync(Failed, zip, ("Publish", true))).Ok();
        (await caller.SendAsync("PUT", $"{LambdaCaller.Functions}/{FailedLater}/configuration", new { Description = "changed" })).Ok();
        await EndedAsync(caller, Failed, "State");
        await EndedAsync(caller, $"{Failed}:1", "State");
        await EndedAsync(caller, FailedLater, "LastUpdateStatus");
    }

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    [Theory]
    [InlineData(ClientProgram.JavaScript)]
    [InlineData(ClientProgram.Boto3)]
    public async Task Waiters_end_well_badly_or_in_time(string client)
    {
        var good = await WaitAsync(client, "good");
        var failed = await WaitAsync(client, Failed);
        var failedLater = await WaitAsync(client, FailedLater);
        var missing = await WaitAsync(client, "nobody");

        Assert.All(good.EnumerateObject(), end => Assert.Equal((end.Name, "SUCCESS"), (end.Name, end.Value.GetString())));
        AssertEnds(failed, ("FunctionExists", "SUCCESS"), ("FunctionActive", "FAILURE"), ("FunctionActiveV2", "FAILURE"), ("PublishedVersionActive", "FAILURE"));
        AssertEnds(failedLater, ("FunctionActiveV2", "SUCCESS"), ("FunctionUpdated", "FAILURE"), ("FunctionUpdatedV2", "FAILURE"));
        AssertEnds(missing, ("FunctionExists", "TIMEOUT"));
    }

    [Fact]
    public async Task Every_waiter_of_the_model_is_tried()
    {
        using var model = JsonDocument.Parse(File.ReadAllBytes(SourceTree.PathOf("src/Goldcrest.Wire/Models/lambda-api.json")));

        var tried = await WaitAsync(ClientProgram.JavaScript, "good");

        Assert.Equal(
            model.RootElement.GetProperty("waiters").EnumerateObject().Select(waiter => waiter.Name).Order(),
            tried.EnumerateObject().Select(waiter => waiter.Name).Order());
    }

    private static void AssertEnds(JsonElement ends, params (string Waiter, string End)[] expected) =>
        Assert.Equal(expected, expected.Select(end => (end.Waiter, ends.GetProperty(end.Waiter).GetString()!)));

    private static Task EndedAsync(LambdaCaller caller, string name, string status) => LambdaCaller.EventuallyAsync(async () =>
        (await caller.SendAsync("GET", $"{LambdaCaller.Functions}/{name}/configuration")).Ok().Find(status) == "Failed");

    private Task<JsonElement> WaitAsync(string client, string name) => ClientProgram.RunAsync(client, "waiters", _server!.ClientVariables, name);
}
