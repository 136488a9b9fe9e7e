using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Goldcrest.Cli.Client;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Clients;

/// <summary>A function made for one test. Disposal deletes it, and so its sandboxes.</summary>
internal sealed class TestFunction : IAsyncDisposable
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false });

    private readonly LambdaClient _client;

    private TestFunction(LambdaClient client, string name)
    {
        _client = client;
        Name = name;
    }

    public string Name { get; }

    /// <param name="settings">Members of the request beside name, code and role; what is missing is a Python function of app.py.</param>
    public static async Task<TestFunction> CreateAsync(GoldcrestServer server, byte[] zip, JsonObject? settings = null)
    {
        var client = ClientOf(server);
        var function = new TestFunction(client, $"test-{Guid.NewGuid():n}");
        var request = new JsonObject
        {
            ["FunctionName"] = function.Name,
            ["Role"] = "arn:aws:iam::000000000000:role/tester",
            ["Runtime"] = "python3.12",
            ["Handler"] = "app.handler",
            ["Timeout"] = 30,
            ["Code"] = new JsonObject { ["ZipFile"] = Convert.ToBase64String(zip) },
        };
        foreach (var (member, value) in settings ?? [])
        {
            request[member] = value?.DeepClone();
        }

        await client.CreateFunctionAsync(request, TestContext.Current.CancellationToken);
        await client.WaitUntilActiveAsync(function.Name, TestContext.Current.CancellationToken);
        return function;
    }

    public async Task<string> PublishAsync() => (string)(await _client.PublishVersionAsync(Name, TestContext.Current.CancellationToken))["Version"]!;

    public async Task ChangeAsync(JsonObject configuration)
    {
        await _client.UpdateConfigurationAsync(Name, configuration, TestContext.Current.CancellationToken);
        await _client.WaitUntilActiveAsync(Name, TestContext.Current.CancellationToken);
    }

    /// <returns>The payload of the answer and the error that stands in its header, with the log's tail.</returns>
    public async Task<(string Payload, string? Error, string Log)> InvokeAsync(string payload = "{}")
    {
        var answer = await _client.InvokeAsync(Name, Encoding.UTF8.GetBytes(payload), isTailWanted: true, TestContext.Current.CancellationToken);
        return (Encoding.UTF8.GetString(answer.Payload), answer.FunctionError, answer.LogTail!);
    }

    /// <summary>All messages of the function's log so far.</summary>
    public async Task<IReadOnlyList<string>> ReadLogAsync() =>
        await _client.ReadLogsAsync(Name, sinceMs: 0, isFollowed: false, TestContext.Current.CancellationToken).Select(line => line.Message)
            .ToListAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        using var request = _client.Request(HttpMethod.Delete, LambdaClient.FunctionPath(Name), default);
        using var response = await Http.SendAsync(request, CancellationToken.None);
        _client.Dispose();
        Assert.True((int)response.StatusCode is 204 or 404, string.Create(CultureInfo.InvariantCulture, $"{response.StatusCode}"));
    }

    private static LambdaClient ClientOf(GoldcrestServer server) =>
        new(new Connection(new Uri(server.Endpoint), "us-east-1", ClientKey.ReadRootKey(server.DataDirectory)), TimeProvider.System);
}
