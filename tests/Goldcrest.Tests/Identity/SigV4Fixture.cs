using System.Globalization;
using System.Text;
using System.Text.Json;
using Goldcrest.Core.Identity;
using Goldcrest.Server.Identity;
using Goldcrest.Wire.Protocol;
using Microsoft.Extensions.Logging.Abstractions;

namespace Goldcrest.Tests.Identity;

/// <summary>Requests signed by an independent implementation: tests/fixtures/identity/sigv4.json names it and the day.</summary>
internal static class SigV4Fixture
{
    private static readonly JsonElement File = JsonDocument.Parse(System.IO.File.ReadAllBytes(Path())).RootElement;

    public static DateTimeOffset Time { get; } = DateTimeOffset.ParseExact(
        Text(File, "time"), SigV4.DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static Credential Key { get; } = new()
    {
        AccessKeyId = Text(File, "accessKeyId"),
        Secret = Text(File, "secretAccessKey"),
        Account = "123456789012",
        PrincipalArn = "arn:aws:iam::123456789012:user/fixture",
    };

    public static TheoryData<string> Names { get; } = [.. File.GetProperty("cases").EnumerateArray().Select(one => Text(one, "name"))];

    public static TheoryData<string> PresignedNames { get; } =
        [.. File.GetProperty("cases").EnumerateArray().Select(one => Text(one, "name")).Where(name => name.StartsWith("presigned", StringComparison.Ordinal))];

    public static SignedCase Find(string name)
    {
        var one = File.GetProperty("cases").EnumerateArray().Single(one => Text(one, "name") == name);
        return new SignedCase(
            Text(one, "service"),
            Text(one, "region"),
            one.TryGetProperty("token", out var token) ? token.GetString() : null,
            new WireRequest
            {
                Method = Text(one, "method"),
                RawPath = Text(one, "path"),
                RawQuery = Text(one, "query"),
                Headers = new ListedHeaders(one.GetProperty("headers").EnumerateArray()
                    .Select(header => new KeyValuePair<string, string>(header[0].GetString()!, header[1].GetString()!))),
                Body = Encoding.UTF8.GetBytes(Text(one, "body")),
            });
    }

    public static RequestAuthenticator Authenticator(string? token = null, TimeProvider? clock = null, DateTimeOffset? keyExpires = null) => new(
        new OneKeyStore(Key with { SessionToken = token, Expires = keyExpires }),
        clock ?? new HandClock(Time),
        NullLogger<RequestAuthenticator>.Instance);

    public static WireRequest Change(
        WireRequest request, string? method = null, string? path = null, string? query = null,
        (string Name, string? Value)? header = null, byte[]? body = null) => new()
        {
            Method = method ?? request.Method,
            RawPath = path ?? request.RawPath,
            RawQuery = query ?? request.RawQuery,
            Headers = header is { } changed ? ((ListedHeaders)request.Headers).With(changed.Name, changed.Value) : request.Headers,
            Body = body ?? request.Body,
        };

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string Path()
    {
        var directory = AppContext.BaseDirectory;
        while (!System.IO.File.Exists(System.IO.Path.Combine(directory, "Goldcrest.slnx")))
        {
            directory = System.IO.Path.GetDirectoryName(directory) ?? throw new DirectoryNotFoundException("Not inside the repository.");
        }

        return System.IO.Path.Combine(directory, "tests", "fixtures", "identity", "sigv4.json");
    }
}
