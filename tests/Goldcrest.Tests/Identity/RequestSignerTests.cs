using Goldcrest.Core.Identity;
using Goldcrest.Server.Identity;
using Goldcrest.Wire.Protocol;
using static Goldcrest.Tests.Identity.SigV4Fixture;

namespace Goldcrest.Tests.Identity;

public sealed class RequestSignerTests
{
    private static readonly SigningKeyPair Pair = new(Key.AccessKeyId, Key.Secret);

    [Fact]
    public void A_signed_header_is_the_one_another_implementation_makes()
    {
        var expected = Find("invoke").Request.Headers.Find("Authorization");

        var headers = RequestSigner.SignHeader(
            Pair, "us-east-1", "lambda", Time, "POST", new Uri("http://127.0.0.1:4566/2015-03-31/functions/demo/invocations"),
            [new("Content-Type", "application/json")], SigV4.HashPayload("""{"a":1}"""u8));

        Assert.Equal(expected, headers.Single(header => header.Key == "Authorization").Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("token+/=")]
    public void A_presigned_link_is_believed(string? token)
    {
        var url = new Uri("http://127.0.0.1:4566/2015-03-31/functions/arn%3Aaws%3Ax/code?b=2&a=%C3%A4");

        var link = RequestSigner.PresignUrl(
            Pair with { SessionToken = token }, "us-east-1", "lambda", Time, TimeSpan.FromMinutes(10), "GET", url);
        var outcome = Authenticator(token).Authenticate(Get(link), "lambda");

        Assert.IsType<AuthOutcome.Authenticated>(outcome);
        Assert.StartsWith(url.AbsoluteUri, link.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_signed_without_its_body_is_believed_with_any_body()
    {
        var url = new Uri("http://127.0.0.1:4566/2015-03-31/functions/demo/invocations");
        var headers = RequestSigner.SignHeader(Pair, "us-east-1", "lambda", Time, "POST", url, [], SigV4.UnsignedPayload);
        var request = new WireRequest
        {
            Method = "POST",
            RawPath = url.AbsolutePath,
            RawQuery = "",
            Headers = new ListedHeaders(headers.Append(new("Host", url.Authority))),
            Body = "anything"u8.ToArray(),
        };

        var outcome = Authenticator().Authenticate(request, "lambda");

        Assert.IsType<AuthOutcome.Authenticated>(outcome);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(604_801)]
    public void A_link_s_life_is_bounded(int seconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RequestSigner.PresignUrl(
            Pair, "us-east-1", "lambda", Time, TimeSpan.FromSeconds(seconds), "GET", new Uri("http://127.0.0.1/")));

    private static WireRequest Get(Uri link) => new()
    {
        Method = "GET",
        RawPath = link.AbsolutePath,
        RawQuery = link.Query[1..],
        Headers = new ListedHeaders([new("Host", link.Authority)]),
        Body = default,
    };
}
