using System.Net;
using Goldcrest.Server.Code;
using Goldcrest.Server.Identity;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Functions;

public sealed class CodeLinkTests(SharedServer shared)
{
    [Fact]
    public async Task The_location_gives_the_uploaded_bytes_to_anybody_and_nothing_when_it_was_altered()
    {
        var server = await shared.GetAsync();
        var caller = LambdaCaller.Root(server);
        var zip = LambdaCaller.Zip("linked");
        (await caller.CreateAsync("code-link", zip)).Ok();
        var location = (await caller.GetAsync("code-link")).Ok().Body.GetProperty("Code").GetProperty("Location").GetString()!;

        Assert.Equal(zip, await caller.DownloadAsync("code-link"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(location[..^1] + (location[^1] == '0' ? '1' : '0')));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(location.Replace("expires=1", "expires=2", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(location.Split('?')[0]));
        Assert.Equal(403, (await caller.SendAsync("GET", new Uri(location).AbsolutePath)).Status);
        Assert.Equal(403, (await caller.SendAsync("PUT", new Uri(location).PathAndQuery)).Status);
        await caller.SendAsync("DELETE", $"{LambdaCaller.Functions}/code-link");
    }

    [Fact]
    public async Task A_link_that_is_too_old_gives_nothing()
    {
        var server = await shared.GetAsync();
        var caller = LambdaCaller.Root(server);
        (await caller.CreateAsync("old-link", LambdaCaller.Zip("old"))).Ok();
        var hash = Convert.ToHexStringLower(Convert.FromBase64String((await caller.SettleAsync("old-link")).GetProperty("CodeSha256").GetString()!));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(LinkMade(server, hash, TimeSpan.FromMinutes(9))));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(LinkMade(server, hash, TimeSpan.FromMinutes(11))));
        await caller.SendAsync("DELETE", $"{LambdaCaller.Functions}/old-link");
    }

    /// <summary>As the server itself would have made it so long ago.</summary>
    private static string LinkMade(GoldcrestServer server, string hash, TimeSpan ago)
    {
        var identity = Path.Combine(server.DataDirectory, "identity");
        var clock = new EarlierClock(ago);
        var credentials = new NodeCredentials(RootCredentials.LoadOrCreate(identity), new IdentityOptions { Directory = identity }, clock);
        return new CodeLinks(credentials, clock).For(hash, server.Endpoint);
    }

    private static async Task<HttpStatusCode> StatusAsync(string url)
    {
        using var response = await LambdaCaller.Http.GetAsync(new Uri(url), TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private sealed class EarlierClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - by;
    }
}
