using System.Text.Json;
using Goldcrest.SystemTests.Clients;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Identity;

/// <summary>Keys good and bad in the hands of real clients.</summary>
public sealed class ClientIdentityTests(SharedServer shared)
{
    private const string UnknownKey = "The security token included in the request is invalid.";
    private const string Mismatch =
        "The request signature we calculated does not match the signature you provided. "
        + "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

    [Theory]
    [InlineData(ClientProgram.Boto3)]
    [InlineData(ClientProgram.JavaScript)]
    public async Task An_sdk_with_a_wrong_secret_or_an_unknown_key_is_refused_once(string client)
    {
        var server = await shared.GetAsync();
        var good = server.ClientVariables;

        var secret = await ClientProgram.RunAsync(client, "who", server.Variables(good["AWS_ACCESS_KEY_ID"], "wrong", "us-east-1"));
        var key = await ClientProgram.RunAsync(client, "who", server.Variables("AKIAIOSFODNN7EXAMPLE", good["AWS_SECRET_ACCESS_KEY"], "us-east-1"));

        Assert.Equal(("InvalidSignatureException", Mismatch, 403, 1), Refusal(secret));
        Assert.Equal(("UnrecognizedClientException", UnknownKey, 403, 1), Refusal(key));
    }

    [Fact]
    public async Task The_aws_cli_prints_why_its_key_is_refused()
    {
        var server = await shared.GetAsync();
        var id = server.ClientVariables["AWS_ACCESS_KEY_ID"];

        var run = await ClientProgram.AwsAsync(server, server.Variables(id, "wrong", "us-east-1"), "list-functions");

        Assert.Equal(254, run.ExitCode);
        Assert.Equal($"An error occurred (InvalidSignatureException) when calling the ListFunctions operation: {Mismatch}", run.Errors.Trim());
    }

    [Fact]
    public async Task The_keys_in_a_function_s_environment_are_good_for_its_account_and_only_with_their_token()
    {
        var server = await shared.GetAsync();
        await using var function = await TestFunction.CreateAsync(server, await CodeZip.OfAsync("tests/fixtures/functions/clients/app.py"));
        var (payload, _, _) = await function.InvokeAsync("""{"wish":"keys"}""");
        var keys = JsonElement.Parse(payload);
        var bare = server.Variables(keys.GetProperty("AWS_ACCESS_KEY_ID").GetString()!, keys.GetProperty("AWS_SECRET_ACCESS_KEY").GetString()!, "us-east-1");
        var token = keys.GetProperty("AWS_SESSION_TOKEN").GetString()!;

        var whole = await ClientProgram.RunAsync(ClientProgram.Boto3, "who", With(bare, token));
        var without = await ClientProgram.RunAsync(ClientProgram.Boto3, "who", bare);
        var changed = await ClientProgram.RunAsync(ClientProgram.JavaScript, "who", With(bare, token[..^1] + (token[^1] == 'A' ? 'B' : 'A')));

        // Some functions of the account, of which there is one at least: a page holds fifty, and other tests make theirs.
        Assert.NotEmpty(whole.GetProperty("names").EnumerateArray());
        Assert.Equal(("UnrecognizedClientException", UnknownKey, 403, 1), Refusal(without));
        Assert.Equal(("UnrecognizedClientException", UnknownKey, 403, 1), Refusal(changed));
    }

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> variables, string token) =>
        new(variables) { ["AWS_SESSION_TOKEN"] = token };

    private static (string? Code, string? Message, int Status, int Attempts) Refusal(JsonElement facts) =>
    (
        facts.GetProperty("code").GetString(),
        facts.GetProperty("message").GetString(),
        facts.GetProperty("status").GetInt32(),
        facts.GetProperty("attempts").GetInt32()
    );
}
