using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Goldcrest.Core.Identity;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Functions;

/// <summary>Signs and sends requests as one key in one region; says what came back, refusals too.</summary>
internal sealed class LambdaCaller(string endpoint, string accessKeyId, string secret, string region)
{
    public const string Functions = "/2015-03-31/functions";
    private const string Role = "arn:aws:iam::000000000000:role/r";
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly DateTimeOffset Written = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>One for all: its pool of connections is large enough for every test.</summary>
    public static HttpClient Http { get; } = new() { Timeout = TimeSpan.FromMinutes(2) };

    public static LambdaCaller Root(GoldcrestServer server)
    {
        var variables = server.ClientVariables;
        return new LambdaCaller(server.Endpoint, variables["AWS_ACCESS_KEY_ID"], variables["AWS_SECRET_ACCESS_KEY"], variables["AWS_REGION"]);
    }

    /// <summary>A zip with a Python handler that answers the text; the same text makes the same bytes.</summary>
    public static byte[] Zip(string text)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            var entry = zip.CreateEntry("app.py");
            entry.LastWriteTime = Written;
            using var file = entry.Open();
            file.Write(Encoding.UTF8.GetBytes($"def handler(event, context):\n    return '{text}'\n"));
        }

        return bytes.ToArray();
    }

    public async Task<LambdaAnswer> SendAsync(string method, string target, byte[]? body = null, bool isChunked = false)
    {
        var url = new Uri(endpoint + target);
        using var request = new HttpRequestMessage(new HttpMethod(method), url) { Content = new ByteArrayContent(body ?? []) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TransferEncodingChunked = isChunked ? true : null;
        var headers = RequestSigner.SignHeader(
            new SigningKeyPair(accessKeyId, secret), region, "lambda", TimeProvider.System.GetUtcNow(), method, url, [], SigV4.HashPayload(body ?? []));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Http.SendAsync(request, Token);
        return new LambdaAnswer(
            (int)response.StatusCode,
            response.Headers.TryGetValues("x-amzn-ErrorType", out var types) ? types.Single() : null,
            await response.Content.ReadAsStringAsync(Token));
    }

    public Task<LambdaAnswer> SendAsync(string method, string target, object body) =>
        SendAsync(method, target, JsonSerializer.SerializeToUtf8Bytes(body));

    public Task<LambdaAnswer> GetAsync(string name, string qualifier = "$LATEST") =>
        SendAsync("GET", $"{Functions}/{name}?Qualifier={Uri.EscapeDataString(qualifier)}");

    /// <param name="name">Of the function.</param>
    /// <param name="zip">Its code.</param>
    /// <param name="more">Further members of the request, or others in place of the usual ones.</param>
    public Task<LambdaAnswer> CreateAsync(string name, byte[] zip, params (string Member, object Value)[] more)
    {
        var request = new Dictionary<string, object>
        {
            ["FunctionName"] = name,
            ["Runtime"] = "python3.12",
            ["Handler"] = "app.handler",
            ["Role"] = Role,
            ["Code"] = new { ZipFile = zip },
        };
        foreach (var (member, value) in more)
        {
            request[member] = value;
        }

        return SendAsync("POST", Functions, request);
    }

    public Task<LambdaAnswer> UpdateCodeAsync(string name, byte[] zip, bool publish = false, bool dryRun = false) =>
        SendAsync("PUT", $"{Functions}/{name}/code", new { ZipFile = zip, Publish = publish, DryRun = dryRun });

    /// <summary>Waits until nothing of the version is under way any more.</summary>
    /// <returns>The version's configuration.</returns>
    /// <exception cref="TimeoutException">That did not happen in two minutes.</exception>
    public async Task<JsonElement> SettleAsync(string name, string qualifier = "$LATEST")
    {
        var configuration = default(JsonElement);
        await EventuallyAsync(async () =>
        {
            configuration = (await GetAsync(name, qualifier)).Ok().Body.GetProperty("Configuration");
            return configuration.GetProperty("State").GetString() == "Active" && configuration.GetProperty("LastUpdateStatus").GetString() != "InProgress";
        });
        return configuration;
    }

    /// <summary>Every item of a list, page after page.</summary>
    public async Task<List<JsonElement>> ListAsync(string target, string member, int maxItems = 50)
    {
        var all = new List<JsonElement>();
        string? marker = null;
        do
        {
            var separator = target.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var next = marker is null ? "" : $"&Marker={Uri.EscapeDataString(marker)}";
            var page = (await SendAsync("GET", $"{target}{separator}MaxItems={maxItems}{next}")).Ok();
            all.AddRange(page.Body.GetProperty(member).EnumerateArray());
            marker = page.Find("NextMarker");
        }
        while (marker is not null);

        return all;
    }

    /// <summary>The bytes that a version's link leads to, fetched without credentials.</summary>
    public async Task<byte[]> DownloadAsync(string name, string qualifier = "$LATEST") =>
        await Http.GetByteArrayAsync(new Uri((await GetAsync(name, qualifier)).Ok().Body.GetProperty("Code").GetProperty("Location").GetString()!), Token);

    /// <exception cref="TimeoutException">It did not come true in two minutes.</exception>
    public static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            if (patience.IsCancellationRequested)
            {
                throw new TimeoutException("The condition did not come true in two minutes.");
            }

            await Task.Delay(PollInterval, TimeProvider.System, CancellationToken.None);
        }
    }
}
