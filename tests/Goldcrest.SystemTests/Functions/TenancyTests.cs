using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Functions;

public sealed class TenancyTests
{
    private const string Blue = "111111111111";
    private const string Red = "222222222222";

    [Fact]
    public async Task Accounts_and_regions_never_see_each_other_s_functions()
    {
        await using var server = await GoldcrestServer.StartAsync(null, "--dev");
        var blue = new LambdaCaller(server.Endpoint, Blue, "any", "us-east-1");
        var red = new LambdaCaller(server.Endpoint, Red, "any", "us-east-1");
        var blueInEurope = new LambdaCaller(server.Endpoint, Blue, "any", "eu-west-1");
        LambdaCaller[] callers = [blue, red, blueInEurope];
        for (var i = 0; i < callers.Length; i++)
        {
            (await callers[i].CreateAsync("same", LambdaCaller.Zip($"of {i}"), ("Description", $"of {i}"), ("Publish", true))).Ok();
            (await callers[i].CreateAsync($"own-{i}", LambdaCaller.Zip("shared by content"))).Ok();
        }

        for (var i = 0; i < callers.Length; i++)
        {
            var seen = await callers[i].ListAsync($"{LambdaCaller.Functions}?FunctionVersion=ALL", "Functions", maxItems: 1);
            Assert.Equal([$"own-{i}", "same", "same"], seen.Select(function => function.GetProperty("FunctionName").GetString()));
            Assert.Equal($"of {i}", (await callers[i].SettleAsync("same")).GetProperty("Description").GetString());
            Assert.Equal(LambdaCaller.Zip($"of {i}"), await callers[i].DownloadAsync("same"));
        }

        await AssertUnreachableAsync(red, Arn(Blue, "us-east-1"), 403, "AccessDeniedException");
        await AssertUnreachableAsync(red, $"{Blue}:function:same", 403, "AccessDeniedException");
        await AssertUnreachableAsync(blueInEurope, Arn(Blue, "us-east-1"), 404, "ResourceNotFoundException");
        await AssertUnreachableAsync(red, "own-0", 404, "ResourceNotFoundException");
        await AssertMarkerIsRefusedAsync(from: blue, to: red);
        var location = (await blue.GetAsync("same")).Body.GetProperty("Code").GetProperty("Location").GetString()!;
        Assert.Equal(403, (await red.SendAsync("GET", new Uri(location).AbsolutePath)).Status);

        (await red.SendAsync("DELETE", $"{LambdaCaller.Functions}/same")).Ok();
        Assert.Equal(404, (await red.GetAsync("same")).Status);
        Assert.Equal("of 0", (await blue.SettleAsync("same")).GetProperty("Description").GetString());
    }

    private static async Task AssertUnreachableAsync(LambdaCaller caller, string name, int status, string errorType)
    {
        var function = $"{LambdaCaller.Functions}/{Uri.EscapeDataString(name)}";
        LambdaAnswer[] answers =
        [
            await caller.SendAsync("GET", function),
            await caller.SendAsync("GET", $"{function}/configuration"),
            await caller.SendAsync("GET", $"{function}/versions"),
            await caller.SendAsync("PUT", $"{function}/configuration", new { Description = "mine now" }),
            await caller.UpdateCodeAsync(Uri.EscapeDataString(name), LambdaCaller.Zip("mine now")),
            await caller.SendAsync("POST", $"{function}/versions", new { }),
            await caller.SendAsync("POST", $"{function}/invocations", "{}"u8.ToArray()),
            await caller.SendAsync("DELETE", function),
        ];

        Assert.All(answers, answer => Assert.Equal((status, errorType), (answer.Status, answer.ErrorType)));
    }

    private static async Task AssertMarkerIsRefusedAsync(LambdaCaller from, LambdaCaller to)
    {
        var marker = (await from.SendAsync("GET", $"{LambdaCaller.Functions}?MaxItems=1")).Ok().Find("NextMarker")!;

        var page = await to.SendAsync("GET", $"{LambdaCaller.Functions}?Marker={Uri.EscapeDataString(marker)}");

        Assert.Equal((400, "InvalidParameterValueException", "Invalid pagination key."), (page.Status, page.ErrorType, page.Message));
    }

    private static string Arn(string account, string region) => $"arn:aws:lambda:{region}:{account}:function:same";
}
