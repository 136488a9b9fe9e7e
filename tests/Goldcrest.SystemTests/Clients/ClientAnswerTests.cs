using System.Security.Cryptography;
using System.Text.Json;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Clients;

/// <summary>What clients make of answers that are no refusals.</summary>
public sealed class ClientAnswerTests(SharedServer shared)
{
    private const string Source = "tests/fixtures/functions/clients/app.py";

    [Fact]
    public async Task Boto3_reads_errors_of_functions_contexts_and_all_of_unicode()
    {
        var server = await shared.GetAsync();
        var zip = await CodeZip.OfAsync(Source);
        await using var function = await TestFunction.CreateAsync(server, zip);

        var facts = await ClientProgram.RunAsync(ClientProgram.Boto3, "answers", server.ClientVariables, function.Name);

        var failure = JsonElement.Parse(facts.GetProperty("failed").GetProperty("payload").GetString()!);
        Assert.Equal((200, "Unhandled", 1), Answer(facts, "failed"));
        Assert.Equal(("LookupError", "nothing here: ä"), (failure.GetProperty("errorType").GetString(), failure.GetProperty("errorMessage").GetString()));
        Assert.Equal("""{"title": "tests", "custom": {"k": "v"}, "env": {"locale": "ä"}}""", Payload(facts, "context"));
        Assert.Equal("null", Payload(facts, "noContext"));
        Assert.Equal("{\"said\": \"ä漢😀\u2028\\u0000\", \"length\": 5}", Payload(facts, "text"));
        Assert.Equal("""{"said": "ä漢😀", "length": 3}""", Payload(facts, "rawText"));
        Assert.Equal((204, null, 1), Answer(facts, "dryRun"));
        Assert.Equal("", Payload(facts, "dryRun"));
        Assert.StartsWith("""{"number": null""", Payload(facts, "empty"), StringComparison.Ordinal);
        Assert.Equal(Convert.ToBase64String(SHA256.HashData(zip)), facts.GetProperty("codeSha256").GetString());
    }

    [Theory]
    [InlineData(ClientProgram.Boto3)]
    [InlineData(ClientProgram.JavaScript)]
    public async Task Fifty_invocations_at_once_get_each_its_own_answer(string client)
    {
        var server = await shared.GetAsync();
        await using var function = await TestFunction.CreateAsync(server, await CodeZip.OfAsync(Source));

        var facts = await ClientProgram.RunAsync(client, "crowd", server.ClientVariables, function.Name);

        Assert.Equal(Enumerable.Range(0, 50), facts.EnumerateArray().Select(answer => answer.GetProperty("number").GetInt32()));
        Assert.True(facts.EnumerateArray().Select(answer => answer.GetProperty("sandbox").GetString()).Distinct().Count() > 1);
    }

    [Theory]
    [InlineData(ClientProgram.Boto3)]
    [InlineData(ClientProgram.JavaScript)]
    public async Task Paginators_find_everything_once(string client)
    {
        var server = await shared.GetAsync();
        var variables = server.Variables(server.ClientVariables["AWS_ACCESS_KEY_ID"], server.ClientVariables["AWS_SECRET_ACCESS_KEY"], PagingRegion(client));
        var prefix = $"page-{Guid.NewGuid():n}";
        var zip = await CodeZip.OfAsync(Source);
        using var files = new TemporaryFiles();
        var zipFile = files.Add(zip);

        var facts = await ClientProgram.RunAsync(ClientProgram.Boto3, "five", variables, prefix, zipFile);
        var found = await ClientProgram.RunAsync(client, "pages", variables, prefix);

        Assert.Equal(5, facts.GetInt32());
        Assert.Equal(Enumerable.Range(0, 5).Select(number => $"{prefix}-{number}"), Strings(found.GetProperty("functions")));
        Assert.Equal(
            [["$LATEST", "1"], ["2", "3"], ["4"]],
            found.GetProperty("versions").EnumerateArray().Select(page => Strings(page).ToArray()));
    }

    [Theory]
    [InlineData("eyJ3aXNoIjoidGV4dCIsInNheSI6IsOkIn0=")]
    [InlineData("{\"wish\":\"text\",\"say\":\"ä\"}", "--cli-binary-format", "raw-in-base64-out")]
    public async Task The_aws_cli_takes_payloads_as_base64_or_raw_and_writes_answers_raw(string payload, params string[] format)
    {
        var server = await shared.GetAsync();
        await using var function = await TestFunction.CreateAsync(server, await CodeZip.OfAsync(Source));
        using var files = new TemporaryFiles();
        var output = files.NewPath();

        var run = await ClientProgram.AwsAsync(server, server.ClientVariables, ["invoke", "--function-name", function.Name, "--payload", payload, .. format, output]);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal("""{"said": "ä", "length": 1}""", await File.ReadAllTextAsync(output, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_zip_of_thirty_megabytes_arrives_whole()
    {
        var server = await shared.GetAsync();
        using var files = new TemporaryFiles();
        var big = CodeZip.Of("big.bin", RandomNumberGenerator.GetBytes(30_000_000));
        var name = $"big-{Guid.NewGuid():n}";

        var run = await ClientProgram.AwsAsync(
            server, server.ClientVariables,
            ["create-function", "--function-name", name, "--runtime", "python3.12", "--handler", "app.handler", "--role", "arn:aws:iam::000000000000:role/x",
                "--zip-file", "fileb://" + files.Add(big), "--query", "[CodeSize,CodeSha256]", "--output", "text"]);
        var deleted = await ClientProgram.AwsAsync(server, server.ClientVariables, ["delete-function", "--function-name", name]);

        Assert.Equal($"{big.Length}\t{Convert.ToBase64String(SHA256.HashData(big))}\n", run.Output);
        Assert.Equal(0, deleted.ExitCode);
    }

    private static string PagingRegion(string client) => client == ClientProgram.Boto3 ? "eu-west-1" : "eu-west-2";

    private static IEnumerable<string?> Strings(JsonElement list) => list.EnumerateArray().Select(item => item.GetString());

    private static (int Status, string? Error, int Attempts) Answer(JsonElement facts, string name)
    {
        var answer = facts.GetProperty(name);
        return (answer.GetProperty("status").GetInt32(), answer.GetProperty("error").GetString(), answer.GetProperty("attempts").GetInt32());
    }

    private static string? Payload(JsonElement facts, string name) => facts.GetProperty(name).GetProperty("payload").GetString();
}
