using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Goldcrest.Core.Identity;
using Goldcrest.SystemTests.Serving;

namespace Goldcrest.SystemTests.Invoke;

/// <summary>A plain HTTP client of Lambda that signs what it sends: it sees every byte and header of the answers.</summary>
internal sealed class FunctionClient(GoldcrestServer server) : IDisposable
{
    private const string Functions = "/2015-03-31/functions";
    private const int ExecutableFile = 0x81ED;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(2) };
    private readonly IReadOnlyDictionary<string, string> _variables = server.ClientVariables;

    public static async Task<FunctionClient> ForAsync(SharedServer shared) => new(await shared.GetAsync());

    /// <summary>Makes a function of the files given and waits until it is active.</summary>
    /// <param name="runtime">An identifier such as python3.11.</param>
    /// <param name="handler">As CreateFunction takes it.</param>
    /// <param name="files">Names and texts; all are executable.</param>
    /// <param name="settings">Further members of the request.</param>
    /// <returns>Its name, which no other test has.</returns>
    public Task<string> DeployAsync(string runtime, string handler, Dictionary<string, string> files, JsonObject? settings = null) =>
        DeployZipAsync(runtime, handler, Zip(files), settings);

    /// <summary>The same with a ready zip.</summary>
    public async Task<string> DeployZipAsync(string runtime, string handler, byte[] zip, JsonObject? settings = null)
    {
        var (name, created) = await CreateAsync(runtime, handler, zip, settings);
        Xunit.Assert.True(created.Status == 201, created.Text);
        await WaitUntilActiveAsync(name);
        return name;
    }

    /// <summary>Asks for a function that may be refused.</summary>
    public async Task<FunctionReply> TryCreateAsync(string code, JsonObject settings) =>
        (await CreateAsync("python3.11", "app.handler", Zip(new() { ["app.py"] = code }), settings)).Reply;

    public Task<FunctionReply> TagAsync(string name, string key, string value)
    {
        var body = new JsonObject { ["Tags"] = new JsonObject { [key] = value } };
        return SendAsync(HttpMethod.Post, $"/2017-03-31/tags/{Uri.EscapeDataString($"arn:aws:lambda:us-east-1:000000000000:function:{name}")}", Encoding.UTF8.GetBytes(body.ToJsonString()));
    }

    private async Task<(string Name, FunctionReply Reply)> CreateAsync(string runtime, string handler, byte[] zip, JsonObject? settings)
    {
        var name = $"invoke-{Guid.NewGuid():N}";
        var request = settings ?? [];
        request["FunctionName"] = name;
        request["Runtime"] = runtime;
        request["Handler"] = handler;
        request["Role"] = "arn:aws:iam::000000000000:role/test";
        request["Code"] = new JsonObject { ["ZipFile"] = Convert.ToBase64String(zip) };
        return (name, await SendAsync(HttpMethod.Post, Functions, Encoding.UTF8.GetBytes(request.ToJsonString())));
    }

    public Task<string> DeployPythonAsync(string code, JsonObject? settings = null) =>
        DeployAsync("python3.11", "app.handler", new() { ["app.py"] = code }, settings);

    public async Task UpdateCodeAsync(string name, Dictionary<string, string> files)
    {
        var body = new JsonObject { ["ZipFile"] = Convert.ToBase64String(Zip(files)) };
        var updated = await SendAsync(HttpMethod.Put, $"{Functions}/{name}/code", Encoding.UTF8.GetBytes(body.ToJsonString()));
        Xunit.Assert.True(updated.Status == 200, updated.Text);
        await WaitUntilActiveAsync(name);
    }

    /// <returns>The answer, while the new version may still be pending.</returns>
    public async Task<JsonElement> BeginPublishAsync(string name)
    {
        var published = await SendAsync(HttpMethod.Post, $"{Functions}/{name}/versions", "{}"u8.ToArray());
        Xunit.Assert.True(published.Status == 201, published.Text);
        return published.Json;
    }

    /// <returns>The answer, and how the version is when it is pending no more.</returns>
    public async Task<(JsonElement Published, JsonElement Settled)> PublishAndSettleAsync(string name)
    {
        var published = await BeginPublishAsync(name);
        var query = "?Qualifier=" + published.GetProperty("Version").GetString();
        var settled = default(JsonElement);
        await UntilAsync(async () =>
        {
            settled = (await SendAsync(HttpMethod.Get, $"{Functions}/{name}/configuration{query}", [])).Json;
            return settled.GetProperty("State").GetString() != "Pending";
        });
        return (published, settled);
    }

    public Task DeleteAsync(string name) => SendAsync(HttpMethod.Delete, $"{Functions}/{name}", []);

    /// <returns>The number of the new version.</returns>
    public async Task<string> PublishAsync(string name)
    {
        var number = (await BeginPublishAsync(name)).GetProperty("Version").GetString()!;
        await WaitUntilActiveAsync(name, "?Qualifier=" + number);
        return number;
    }

    public Task<FunctionReply> InvokeAsync(string name, string payload, params (string Name, string Value)[] headers) =>
        InvokeAsync(name, Encoding.UTF8.GetBytes(payload), query: "", CancellationToken.None, headers);

    public Task<FunctionReply> InvokeAsync(
        string name, byte[] payload, string query, CancellationToken cancellationToken, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, $"{Functions}/{name}/invocations{query}", payload, cancellationToken, headers);

    /// <returns>Messages of the function's log, oldest first.</returns>
    public async Task<IReadOnlyList<string>> ReadLogAsync(string name)
    {
        var log = await SendAsync(HttpMethod.Get, $"/_goldcrest/logs?name={name}", []);
        return
        [
            .. log.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("message").GetString()!),
        ];
    }

    /// <summary>Asks again and again until it is so.</summary>
    /// <exception cref="TimeoutException">It did not become so.</exception>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException("What was waited for did not come true.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None);
        }
    }

    public void Dispose() => _http.Dispose();

    private Task WaitUntilActiveAsync(string name, string query = "") => UntilAsync(async () =>
    {
        var function = await SendAsync(HttpMethod.Get, $"{Functions}/{name}/configuration{query}", []);
        return function.Json.GetProperty("State").GetString() == "Active"
            && (!function.Json.TryGetProperty("LastUpdateStatus", out var update) || update.GetString() == "Successful");
    });

    private async Task<FunctionReply> SendAsync(
        HttpMethod method, string pathAndQuery, byte[] body, CancellationToken cancellationToken = default, params (string Name, string Value)[] headers)
    {
        var url = new Uri(server.Endpoint + pathAndQuery);
        using var request = new HttpRequestMessage(method, url) { Content = method == HttpMethod.Get ? null : new ByteArrayContent(body) };
        var key = new SigningKeyPair(_variables["AWS_ACCESS_KEY_ID"], _variables["AWS_SECRET_ACCESS_KEY"]);
        var signed = RequestSigner.SignHeader(
            key, "us-east-1", "lambda", TimeProvider.System.GetUtcNow(), method.Method, url, [], SigV4.HashPayload(body));
        foreach (var (name, value) in signed.Select(header => (header.Key, header.Value)).Concat(headers))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request, cancellationToken);
        return new FunctionReply(
            (int)response.StatusCode,
            response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => header.Value.First(), StringComparer.OrdinalIgnoreCase),
            await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    /// <param name="files">Names and texts; all are executable, but those whose name ends with an exclamation mark, which falls off.</param>
    public static byte[] Zip(Dictionary<string, string> files)
    {
        var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                // A name that ends with an exclamation mark is of a file that nobody may execute.
                var entry = zip.CreateEntry(name.TrimEnd('!'));
                entry.ExternalAttributes = (name.EndsWith('!') ? ExecutableFile & ~0x49 : ExecutableFile) << 16;
                using var content = entry.Open();
                content.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return buffer.ToArray();
    }
}
