using Xunit;

namespace Goldcrest.SystemTests.Network;

/// <summary>The server's own API as functions find it.</summary>
public sealed class EndpointTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    /// <summary>Debian's boto3, of which no function need carry its own for a test.</summary>
    private const string Client = """
        import json, sys, urllib.error, urllib.request
        sys.path.append("/usr/lib/python3/dist-packages")
        import boto3, botocore.config
        client = boto3.client("lambda", endpoint_url=os.environ["AWS_ENDPOINT_URL"], config=botocore.config.Config(connect_timeout=20, read_timeout=50, retries={"max_attempts": 0}))

        """;

    [Fact]
    public async Task A_function_invokes_another_with_the_keys_of_its_role()
    {
        var server = await shared.GetServerAsync();
        await using var caller = await Voyager.CreateAsync(server);
        await using var called = await Voyager.CreateAsync(server);

        var found = await caller.RunAsync($$"""
            {{Client}}
            answer = client.invoke(FunctionName="{{called.Name}}", Payload=json.dumps({"code": "found = 6 * 7"}).encode())
            found = answer["StatusCode"], json.loads(answer["Payload"].read()), os.environ["AWS_ENDPOINT_URL"]
            """);

        Assert.Equal("""[200, 42, "http://goldcrest.internal:4566"]""", found);
    }

    [Theory]
    [InlineData("no signature", "{}", "MissingAuthenticationTokenException")]
    [InlineData("another's key", "{'Authorization': 'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0'}", "UnrecognizedClientException|InvalidSignatureException|IncompleteSignatureException")]
    public async Task Who_does_not_sign_is_refused(string what, string headers, string expected)
    {
        _ = what;
        await using var voyager = await Voyager.CreateAsync(await shared.GetServerAsync());

        var found = await voyager.RunAsync($$"""
            import urllib.error, urllib.request
            try:
                found = urllib.request.urlopen(urllib.request.Request(os.environ["AWS_ENDPOINT_URL"] + "/2015-03-31/functions/", headers={{headers}}), timeout=30).status
            except urllib.error.HTTPError as refused:
                found = [refused.code, refused.headers["x-amzn-ErrorType"]]
            """);

        Assert.Contains(found, expected.Split('|').Select(type => $"""[403, "{type}"]"""));
    }

    [Fact]
    public async Task A_function_s_own_variable_wins()
    {
        var server = await shared.GetServerAsync();
        var variables = new System.Text.Json.Nodes.JsonObject { ["Variables"] = new System.Text.Json.Nodes.JsonObject { ["AWS_ENDPOINT_URL"] = "http://elsewhere.test" } };
        await using var function = await Clients.TestFunction.CreateAsync(
            server, await Clients.CodeZip.OfAsync("tests/fixtures/functions/escapes/app.py"), new System.Text.Json.Nodes.JsonObject { ["Environment"] = variables });

        var (payload, _, _) = await function.InvokeAsync("""{"code":"import os; found = os.environ['AWS_ENDPOINT_URL']"}""");

        Assert.Equal("\"http://elsewhere.test\"", payload);
    }
}
