using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Goldcrest.Core.Identity;

namespace Goldcrest.Cli.Client;

/// <summary>The few calls that the commands need, over the same wire as every other client.</summary>
internal sealed class LambdaClient : IDisposable
{
    internal const string Functions = "/2015-03-31/functions";
    private const string Service = "lambda";
    // Base64 is full of '+', which the default encoder spells out in six letters; what is sent is read by a server, never by a browser.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly TimeSpan ActivePatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ActivePause = TimeSpan.FromMilliseconds(20);

    private readonly HttpClient _http;
    private readonly Connection _connection;
    private readonly TimeProvider _time;

    public LambdaClient(Connection connection, TimeProvider time)
    {
        _connection = connection;
        _time = time;
        // An invocation may take 15 minutes; nobody else bounds it for us.
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(16) };
    }

    /// <returns>The configuration, or null when there is no such function.</returns>
    public async Task<JsonNode?> FindFunctionAsync(string name, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, $"{FunctionPath(name)}/configuration", null, cancellationToken);
        return response.StatusCode == HttpStatusCode.NotFound ? null : await ReadAsync(response, cancellationToken);
    }

    public Task<JsonNode> CreateFunctionAsync(JsonObject request, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Post, Functions, request, cancellationToken);

    public Task<JsonNode> UpdateCodeAsync(string name, JsonObject request, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Put, $"{FunctionPath(name)}/code", request, cancellationToken);

    public Task<JsonNode> UpdateConfigurationAsync(string name, JsonObject request, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Put, $"{FunctionPath(name)}/configuration", request, cancellationToken);

    public Task<JsonNode> PublishVersionAsync(string name, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Post, $"{FunctionPath(name)}/versions", [], cancellationToken);

    /// <summary>Waits until the function is active and its last update has been applied.</summary>
    /// <exception cref="CommandFailure">It failed, vanished or took too long.</exception>
    public async Task WaitUntilActiveAsync(string name, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        while (_time.GetElapsedTime(started) < ActivePatience)
        {
            var function = await FindFunctionAsync(name, cancellationToken) ?? throw new CommandFailure($"Function {name} is gone.");
            if ((string?)function["State"] == "Failed" || (string?)function["LastUpdateStatus"] == "Failed")
            {
                throw new CommandFailure($"Function {name} failed: {function["StateReason"] ?? function["LastUpdateStatusReason"]}");
            }

            if ((string?)function["State"] is null or "Active" && (string?)function["LastUpdateStatus"] is null or "Successful")
            {
                return;
            }

            await Task.Delay(ActivePause, _time, cancellationToken);
        }

        throw new CommandFailure($"Function {name} is not active after {ActivePatience.TotalSeconds:0} s.");
    }

    /// <param name="tenant">For whom, where the function wants to know.</param>
    /// <exception cref="CommandFailure">The call was refused. An error inside the function is an answer, not a failure.</exception>
    public async Task<InvokeAnswer> InvokeAsync(
        string name, ReadOnlyMemory<byte> payload, bool isTailWanted, CancellationToken cancellationToken, string? tenant = null)
    {
        using var request = Request(HttpMethod.Post, $"{FunctionPath(name)}/invocations", payload);
        if (isTailWanted)
        {
            request.Headers.Add("X-Amz-Log-Type", "Tail");
        }

        if (tenant is not null)
        {
            request.Headers.Add("X-Amz-Tenant-Id", tenant);
        }

        using var response = await _http.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw await RefusalAsync(response, cancellationToken);
        }

        var tail = Header(response, "X-Amz-Log-Result");
        return new InvokeAnswer(
            await response.Content.ReadAsByteArrayAsync(cancellationToken),
            Header(response, "X-Amz-Function-Error"),
            tail is null ? null : Encoding.UTF8.GetString(Convert.FromBase64String(tail)));
    }

    /// <summary>The log lines of a function as they come, oldest first.</summary>
    /// <param name="sinceMs">Unix milliseconds of the oldest line wanted.</param>
    /// <param name="isFollowed">Whether to stay and wait for more; ends then only with the connection or the token.</param>
    public async IAsyncEnumerable<LogLine> ReadLogsAsync(
        string name, long? sinceMs, bool isFollowed, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = $"/_goldcrest/logs?name={Uri.EscapeDataString(name)}"
            + (sinceMs is null ? "" : $"&since={sinceMs}") + (isFollowed ? "&follow=true" : "");
        using var request = Request(HttpMethod.Get, path, default);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw await RefusalAsync(response, cancellationToken);
        }

        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length > 0 && JsonSerializer.Deserialize<LogLine>(line, JsonSerializerOptions.Web) is { } parsed)
            {
                yield return parsed;
            }
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>A signed request that is not sent: for a load generator that sends it many times.</summary>
    internal HttpRequestMessage Request(HttpMethod method, string pathAndQuery, ReadOnlyMemory<byte> body)
    {
        var request = new HttpRequestMessage(method, new Uri(_connection.Endpoint, pathAndQuery));
        if (method != HttpMethod.Get)
        {
            request.Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        var added = RequestSigner.SignHeader(
            _connection.Key, _connection.Region, Service, _time.GetUtcNow(), method.Method, request.RequestUri!, [], SigV4.HashPayload(body.Span));
        foreach (var (name, value) in added)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    internal static string FunctionPath(string name) => $"{Functions}/{Uri.EscapeDataString(name)}";

    /// <returns>JSON in UTF-8, as short as other clients write it.</returns>
    internal static byte[] Body(JsonObject content) => Encoding.UTF8.GetBytes(content.ToJsonString(Plain));

    private async Task<JsonNode> CallAsync(HttpMethod method, string path, JsonObject body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(method, path, body, cancellationToken);
        return await ReadAsync(response, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        using var request = Request(method, path, body is null ? default : Body(body));
        return await _http.SendAsync(request, cancellationToken);
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw await RefusalAsync(response, cancellationToken);
        }

        return JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!;
    }

    private static async Task<CommandFailure> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        string? message = null;
        try
        {
            var parsed = JsonNode.Parse(body) as JsonObject;
            message = (string?)(parsed?["Message"] ?? parsed?["message"]);
        }
        catch (JsonException)
        {
            // Not every answer on the way is the server's own; then the text itself is shown.
        }

        return new CommandFailure($"{Header(response, "x-amzn-ErrorType") ?? $"HTTP {(int)response.StatusCode}"}: {message ?? body.Trim()}");
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
