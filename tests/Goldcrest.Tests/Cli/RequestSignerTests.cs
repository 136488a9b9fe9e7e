using Goldcrest.Cli.Client;

namespace Goldcrest.Tests.Cli;

public sealed class RequestSignerTests
{
    [Fact]
    public void The_path_is_signed_encoded_once_more_and_the_token_with_it()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "http://127.0.0.1:4566/2015-03-31/functions/a%3Ab/configuration?b=2&a=1");

        new RequestSigner(new KeyPair("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "token"), "us-east-1", new FixedTime()).Sign(request, default);

        // Made with botocore 1.43.11 for the same request, key and instant.
        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/lambda/aws4_request, SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=bbd1da75544b4e47f247b2a116b03de991b3a9dd202e1f7eb5ff6530722bf353",
            request.Headers.GetValues("Authorization").Single());
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);
    }
}
