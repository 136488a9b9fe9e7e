using Goldcrest.Server.Identity;
using static Goldcrest.Tests.Identity.SigV4Fixture;

namespace Goldcrest.Tests.Identity;

/// <summary>What is decided before the body of a request is read.</summary>
public sealed class UnreadRequestTests
{
    [Theory]
    [MemberData(nameof(Names), MemberType = typeof(SigV4Fixture))]
    public void A_known_key_waits_for_the_body(string name)
    {
        var signed = Find(name);

        var refused = Authenticator(signed.Token).RefuseUnread(Change(signed.Request, body: []), signed.Service);

        Assert.Null(refused);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer of_something")]
    [InlineData("AWS4-HMAC-SHA256 nonsense")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AKIASTRANGER/20260131/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=00")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AKIASTRANGER/20250131/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=00")]
    public void A_stranger_is_refused_without_the_body_as_with_it(string? authorization)
    {
        var request = Change(Find("list functions").Request, header: ("Authorization", authorization));

        var early = Authenticator().RefuseUnread(request, "lambda");
        var late = Authenticator().Authenticate(request, "lambda");

        Assert.IsType<AuthOutcome.Refused>(early);
        Assert.Equal(late, early);
    }

    [Fact]
    public void A_repeated_header_is_not_believed_even_when_both_say_the_same()
    {
        var request = Find("list functions").Request;
        var header = request.Headers.Find("Authorization")!;

        var outcome = Authenticator().Authenticate(Change(request, header: ("Authorization", $"{header},{header}")), "lambda");

        Assert.Equal(AuthRefusal.Incomplete, Assert.IsType<AuthOutcome.Refused>(outcome).Reason);
    }

    [Fact]
    public void Development_mode_waits_for_every_body()
    {
        var authenticator = new DevAuthenticator(new OneKeyStore(Key), new IdentityOptions { Directory = "/nowhere" });

        var refused = authenticator.RefuseUnread(Change(Find("list functions").Request, header: ("Authorization", null)), "lambda");

        Assert.Null(refused);
    }
}
