using System.Text;
using Goldcrest.Core.Identity;
using Goldcrest.SystemTests.Serving;

namespace Goldcrest.SystemTests.Identity;

/// <summary>The head of a request, signed as an AWS client would sign it, for a test to spoil.</summary>
internal sealed record SignedHead(GoldcrestServer Server)
{
    public string Method { get; init; } = "GET";

    /// <summary>With the query.</summary>
    public string Target { get; init; } = "/2015-03-31/functions";

    public byte[] Body { get; init; } = [];

    public DateTimeOffset Time { get; init; } = TimeProvider.System.GetUtcNow();

    public string Region { get; init; } = "us-east-1";

    public string Service { get; init; } = "lambda";

    /// <summary>Null signs with the server's own root key.</summary>
    public SigningKeyPair? Key { get; init; }

    /// <summary>What the signature says of the body; null says its hash.</summary>
    public string? PayloadHash { get; init; }

    public SigningKeyPair RootKey => new(Server.ClientVariables["AWS_ACCESS_KEY_ID"], Server.ClientVariables["AWS_SECRET_ACCESS_KEY"]);

    public string Host => new Uri(Server.Endpoint).Authority;

    /// <summary>Date, authorization and whatever else was signed, without the host and the body's length.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers => [.. RequestSigner.SignHeader(
        Key ?? RootKey, Region, Service, Time, Method, new Uri(Server.Endpoint + Target), [], PayloadHash ?? SigV4.HashPayload(Body))];

    /// <summary>As it goes over the network, with a length when there is a body, and the empty line at the end.</summary>
    public override string ToString() => Text(Target, Headers);

    public string Text(string target, IEnumerable<KeyValuePair<string, string>> headers)
    {
        var text = new StringBuilder($"{Method} {target} HTTP/1.1\r\nHost: {Host}\r\n");
        foreach (var (name, value) in headers)
        {
            text.Append($"{name}: {value}\r\n");
        }

        return text.Append(Body.Length > 0 ? $"Content-Length: {Body.Length}\r\n\r\n" : "\r\n").ToString();
    }

    /// <summary>Sends it on a connection of its own.</summary>
    public async Task<RawResponse?> SendAsync()
    {
        using var connection = await RawConnection.OpenAsync(Server);
        await connection.SendAsync(ToString(), Body);
        return await connection.ReadAsync();
    }
}
