using Goldcrest.Server.Identity;
using static Goldcrest.Tests.Identity.SigV4Fixture;

namespace Goldcrest.Tests.Identity;

public sealed class DevAuthenticatorTests
{
    private static readonly DevAuthenticator Authenticator =
        new(new OneKeyStore(Key), new IdentityOptions { Directory = "/nowhere", DefaultRegion = "eu-west-1" });

    [Theory]
    [InlineData(null, "000000000000", "eu-west-1", "")]
    [InlineData("garbage", "000000000000", "eu-west-1", "")]
    [InlineData("AWS4-HMAC-SHA256 nonsense", "000000000000", "eu-west-1", "")]
    [InlineData("AWS4-HMAC-SHA256 Credential=test/20200101/us-west-2/lambda/aws4_request, Signature=0", "000000000000", "us-west-2", "test")]
    [InlineData("AWS4-HMAC-SHA256 Credential=111122223333/20200101/us-west-2/s3/aws4_request", "111122223333", "us-west-2", "111122223333")]
    [InlineData("AWS4-HMAC-SHA256 Credential=test/20200101/NO WHERE/lambda/aws4_request", "000000000000", "eu-west-1", "test")]
    public void Everybody_is_believed(string? header, string account, string region, string key)
    {
        var request = Change(Find("list functions").Request, header: ("Authorization", header));

        var outcome = Authenticator.Authenticate(request, "lambda");

        Assert.Equal(new AuthOutcome.Authenticated(account, region, $"arn:aws:iam::{account}:root", key), outcome);
    }

    [Fact]
    public void A_key_that_the_node_knows_keeps_its_owner()
    {
        var outcome = Authenticator.Authenticate(Find("other region").Request, "lambda");

        Assert.Equal(new AuthOutcome.Authenticated(Key.Account, "eu-central-1", Key.PrincipalArn, Key.AccessKeyId), outcome);
    }

    [Fact]
    public void Every_refusal_has_a_code_of_its_own()
    {
        var codes = Enum.GetValues<AuthRefusal>().Select(reason => IdentityReply.From(new AuthOutcome.Refused(reason, "why")).Code);

        Assert.Equal(codes.Count(), codes.Distinct().Count());
    }
}
