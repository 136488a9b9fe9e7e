using System.Security.Cryptography;
using Goldcrest.Core.Identity;
using Goldcrest.SystemTests.Clients;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Identity;

/// <summary>Signed requests with one thing wrong, and one with nothing wrong.</summary>
public sealed class SpoiledRequestTests(SharedServer shared)
{
    private static readonly TimeProvider Clock = TimeProvider.System;

    public static TheoryData<string, string, string> Wrongs => new()
    {
        { "secret", "InvalidSignatureException", "does not match the signature you provided" },
        { "key", "UnrecognizedClientException", "The security token included in the request is invalid." },
        { "token", "UnrecognizedClientException", "The security token included in the request is invalid." },
        { "slow clock", "InvalidSignatureException", "Signature expired: " },
        { "fast clock", "InvalidSignatureException", "Signature not yet current: " },
        { "service", "InvalidSignatureException", "Credential should be scoped to correct service: 'lambda'. " },
        { "body", "InvalidSignatureException", "does not match the signature you provided" },
        { "unsigned", "MissingAuthenticationTokenException", "Missing Authentication Token" },
        { "twice", "IncompleteSignatureException", "Invalid key=value pair" },
        { "method", "InvalidSignatureException", "does not match the signature you provided" },
        { "path", "InvalidSignatureException", "does not match the signature you provided" },
        { "query", "InvalidSignatureException", "does not match the signature you provided" },
    };

    [Theory]
    [MemberData(nameof(Wrongs))]
    public async Task A_spoiled_request_is_refused_and_nothing_happens(string wrong, string code, string text)
    {
        var server = await shared.GetAsync();
        await using var function = await TestFunction.CreateAsync(server, await CodeZip.OfAsync("tests/fixtures/functions/clients/app.py"));
        var path = $"/2015-03-31/functions/{function.Name}";

        var invoke = await SendSpoiledAsync(wrong, new SignedHead(server) { Method = "POST", Target = path + "/invocations", Body = "{}"u8.ToArray() });
        var delete = await SendSpoiledAsync(wrong, new SignedHead(server) { Method = "DELETE", Target = path, Body = "{}"u8.ToArray() });
        await function.InvokeAsync();

        Assert.All([invoke, delete], response =>
        {
            Assert.Equal((403, code), (response!.Status, response.ErrorType));
            Assert.Contains(text, response.Body, StringComparison.Ordinal);
        });
        Assert.Single(await function.ReadLogAsync(), message => message.StartsWith("START ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_body_outside_of_the_signature_is_believed_when_the_signature_says_so()
    {
        var server = await shared.GetAsync();
        await using var function = await TestFunction.CreateAsync(server, await CodeZip.OfAsync("tests/fixtures/functions/clients/app.py"));
        var head = new SignedHead(server)
        {
            Method = "POST",
            Target = $"/2015-03-31/functions/{function.Name}/invocations",
            Body = """{"wish":"text","say":"x"}"""u8.ToArray(),
            PayloadHash = SigV4.UnsignedPayload,
        };

        var response = await head.SendAsync();

        Assert.Equal((200, """{"said": "x", "length": 1}"""), (response!.Status, response.Body));
    }

    [Fact]
    public async Task A_function_s_own_key_fetches_no_code_by_its_hash()
    {
        var server = await shared.GetAsync();
        var zip = await CodeZip.OfAsync("tests/fixtures/functions/clients/app.py");
        await using var function = await TestFunction.CreateAsync(server, zip);
        var (payload, _, _) = await function.InvokeAsync("""{"wish":"keys"}""");
        var keys = System.Text.Json.JsonElement.Parse(payload);
        var own = new SigningKeyPair(Key("ACCESS_KEY_ID"), Key("SECRET_ACCESS_KEY"), Key("SESSION_TOKEN"));

        var list = await new SignedHead(server) { Key = own }.SendAsync();
        var code = await new SignedHead(server) { Key = own, Target = "/_goldcrest/code/" + Convert.ToHexStringLower(SHA256.HashData(zip)) }.SendAsync();

        Assert.Equal(200, list!.Status);
        Assert.Equal(403, code!.Status);

        string Key(string name) => keys.GetProperty("AWS_" + name).GetString()!;
    }

    private static async Task<RawResponse?> SendSpoiledAsync(string wrong, SignedHead head)
    {
        var root = head.RootKey;
        head = wrong switch
        {
            "secret" => head with { Key = root with { Secret = "wrong" } },
            "key" => head with { Key = root with { AccessKeyId = "AKIAIOSFODNN7EXAMPLE" } },
            "token" => head with { Key = root with { SessionToken = "token" } },
            "slow clock" => head with { Time = Clock.GetUtcNow() - TimeSpan.FromMinutes(6) },
            "fast clock" => head with { Time = Clock.GetUtcNow() + TimeSpan.FromMinutes(6) },
            "service" => head with { Service = "s3" },
            _ => head,
        };
        var headers = head.Headers;
        var text = wrong switch
        {
            "unsigned" => head.Text(head.Target, []),
            "twice" => head.Text(head.Target, headers.Append(headers[^1])),
            "method" => head.ToString().Replace(head.Method, head.Method == "POST" ? "PUT" : "GET", StringComparison.Ordinal),
            "path" => head.Text(head.Target.Replace("functions/test", "functions/./test", StringComparison.Ordinal) + "/", headers),
            "query" => head.Text(head.Target + "?Qualifier=1", headers),
            _ => head.ToString(),
        };
        using var connection = await RawConnection.OpenAsync(head.Server);
        await connection.SendAsync(text, wrong == "body" ? "[]"u8.ToArray() : head.Body);
        return await connection.ReadAsync();
    }
}
