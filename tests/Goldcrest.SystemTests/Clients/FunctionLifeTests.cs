using System.Text;
using System.Text.Json;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Clients;

/// <summary>The main job, for every kind of runtime, with every client: the same facts whoever asks.</summary>
public sealed class FunctionLifeTests(SharedServer shared)
{
    private static readonly string[] ClientNames = [ClientProgram.Boto3, ClientProgram.AwsCli, ClientProgram.JavaScript];

    public static TheoryData<string, string, string, string> Cases =>
    [
        .. ClientNames.SelectMany(client => new (string, string, string, string)[]
        {
            (client, "nodejs20.x", "index.handler", "hello-nodejs/index.mjs"),
            (client, "python3.12", "app.handler", "hello-python/app.py"),
            (client, "provided.al2023", "any", "hello-bash/bootstrap"),
            (client, "provided.al2023", "any", "hello-c/bootstrap.c"),
        }),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_function_is_created_invoked_changed_published_and_deleted(string client, string runtime, string handler, string sample)
    {
        var server = await shared.GetAsync();
        var name = $"life-{Guid.NewGuid():n}";
        using var zips = new TemporaryFiles();
        var first = zips.Add(await CodeZip.OfAsync("samples/" + sample));
        var second = zips.Add(await CodeZip.OfAsync("samples/" + sample, source => source.Replace("Hello", "Goodbye", StringComparison.Ordinal)));

        var facts = await ClientProgram.RunAsync(client, "life", server.ClientVariables, name, runtime, handler, first, second);

        var arn = $"arn:aws:lambda:us-east-1:000000000000:function:{name}";
        Assert.Equal(("Pending", arn, "$LATEST"), Configuration(facts, "created", "State"));
        AssertInvoked(facts, "invoked", "$LATEST", "Hello");
        Assert.Equal(("InProgress", arn, "$LATEST"), Configuration(facts, "updating", "LastUpdateStatus"));
        Assert.Equal(("Active", arn + ":1", "1"), Configuration(facts, "published", "State"));
        AssertInvoked(facts, "latest", "$LATEST", "Goodbye");
        AssertInvoked(facts, "version", "1", "Goodbye");
        Assert.Contains("ResourceNotFoundException", facts.GetProperty("gone").GetString(), StringComparison.Ordinal);
        Assert.EndsWith($": Function not found: {arn}", facts.GetProperty("gone").GetString(), StringComparison.Ordinal);
    }

    private static (string? State, string? Arn, string? Version) Configuration(JsonElement facts, string step, string state) =>
    (
        facts.GetProperty(step).GetProperty(state).GetString(),
        facts.GetProperty(step).GetProperty("FunctionArn").GetString(),
        facts.GetProperty(step).GetProperty("Version").GetString()
    );

    private static void AssertInvoked(JsonElement facts, string step, string version, string greeting)
    {
        var result = facts.GetProperty(step);
        var payload = facts.TryGetProperty(step + "Payload", out var file) ? file : result.GetProperty("Payload");
        var log = Encoding.UTF8.GetString(result.GetProperty("LogResult").GetBytesFromBase64());
        Assert.Equal(200, result.GetProperty("StatusCode").GetInt32());
        Assert.False(result.TryGetProperty("FunctionError", out _));
        Assert.Equal(version, result.GetProperty("ExecutedVersion").GetString());
        Assert.StartsWith(greeting, payload.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("Zoë 雪", payload.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, payload.GetProperty("count").GetInt32());
        var id = payload.GetProperty("requestId").GetString();
        Assert.Matches($@"\ASTART RequestId: {id} Version: {version.Replace("$", @"\$", StringComparison.Ordinal)}\n"
            + $@"(\S+\t{id}\tINFO\t)?call 1 of life-\w+, \d+ ms left\nEND RequestId: {id}\nREPORT RequestId: {id}\t", log);
    }
}
