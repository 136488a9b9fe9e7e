using Goldcrest.Server.Code;
using Goldcrest.Server.Identity;
using Goldcrest.Tests.Functions;
using Goldcrest.Tests.Identity;

namespace Goldcrest.Tests.Code;

public sealed class CodeLinksTests
{
    private const string Base = "http://node.test:4566";

    private static readonly string Hash = new('c', 64);

    private readonly HandClock _clock = new(FunctionExample.Time);

    [Fact]
    public void A_link_leads_to_its_code_for_ten_minutes()
    {
        var link = Links().For(Hash, Base);

        Assert.StartsWith($"{Base}/_goldcrest/code/{Hash}?", link, StringComparison.Ordinal);
        Assert.Equal(Hash, Links().Open(link[Base.Length..]));
        _clock.Now += TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1);
        Assert.Equal(Hash, Links().Open(link[Base.Length..]));
        _clock.Now += TimeSpan.FromSeconds(1);
        Assert.Null(Links().Open(link[Base.Length..]));
    }

    [Fact]
    public void A_link_with_any_changed_character_leads_nowhere()
    {
        var link = Links().For(Hash, "");

        for (var i = CodeLinks.PathPrefix.Length; i < link.Length; i++)
        {
            var changed = link[..i] + (link[i] == '1' ? '2' : '1') + link[(i + 1)..];
            Assert.Null(Links().Open(changed));
            Assert.Null(Links().Open(link[..i]));
        }

        Assert.Null(Links().Open($"{link}0"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("?expires=99999999999&seal=")]
    [InlineData("/../../../identity/root-credentials.json?expires=1&seal=1")]
    public void What_is_no_link_leads_nowhere(string rest)
    {
        Assert.Null(Links().Open($"{CodeLinks.PathPrefix}{rest}"));
        Assert.Null(Links().Open($"{CodeLinks.PathPrefix}{Hash}{rest}"));
    }

    [Fact]
    public void Another_node_s_link_leads_nowhere()
    {
        var link = Links("another secret").For(Hash, "");

        Assert.Null(Links().Open(link));
    }

    private CodeLinks Links(string secret = "secret") => new(
        new NodeCredentials(new RootCredentials("AKIAAAAAAAAAAAAAAAAA", secret, new byte[32]), new IdentityOptions { Directory = "/nowhere" }, _clock),
        _clock);
}
