using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Functions;

public sealed class CodeStorageTests
{
    [Fact]
    public async Task An_account_keeps_as_much_code_as_its_operator_says_whether_of_functions_or_layers()
    {
        var zip = LambdaCaller.Zip("room");
        await using var server = await GoldcrestServer.StartAsync(null, "--account-code-size", $"{3 * zip.Length}");
        var caller = LambdaCaller.Root(server);
        (await caller.CreateAsync("f", zip, ("Publish", true))).Ok();
        (await caller.SendAsync("POST", "/2018-10-31/layers/l/versions", new { Content = new { ZipFile = zip } })).Ok();

        var refused = await caller.CreateAsync("g", zip);
        var settings = (await caller.SendAsync("GET", "/2016-08-19/account-settings")).Ok().Body;
        (await caller.SendAsync("DELETE", "/2018-10-31/layers/l/versions/1")).Ok();
        var accepted = await caller.CreateAsync("g", zip);

        Assert.Equal((400, "CodeStorageExceededException"), (refused.Status, refused.ErrorType));
        Assert.Equal("Code storage limit exceeded.", refused.Message);
        Assert.Equal(
            (3L * zip.Length, 3L * zip.Length),
            (settings.GetProperty("AccountLimit").GetProperty("TotalCodeSize").GetInt64(), settings.GetProperty("AccountUsage").GetProperty("TotalCodeSize").GetInt64()));
        Assert.Equal(201, accepted.Status);
    }
}
