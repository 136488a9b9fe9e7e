using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Goldcrest.Cli.Client;

/// <summary>Signs a request by header with AWS Signature Version 4 for the service <c>lambda</c>.</summary>
/// <remarks>Source: the AWS reference "Create a signed AWS API request".</remarks>
internal sealed class RequestSigner(KeyPair key, string region, TimeProvider time)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Adds <c>X-Amz-Date</c>, the token and <c>Authorization</c> to a request whose URI is absolute.</summary>
    public void Sign(HttpRequestMessage request, ReadOnlySpan<byte> body)
    {
        var now = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var uri = request.RequestUri!;
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = uri.Authority, ["x-amz-date"] = now };
        if (key.SessionToken is { } token)
        {
            headers["x-amz-security-token"] = token;
            request.Headers.TryAddWithoutValidation("X-Amz-Security-Token", token);
        }

        request.Headers.TryAddWithoutValidation("X-Amz-Date", now);
        var signed = string.Join(';', headers.Keys);
        var canonical = string.Join(
            '\n',
            request.Method.Method,
            CanonicalPath(uri),
            CanonicalQuery(uri),
            string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n")),
            signed,
            Hex(SHA256.HashData(body)));

        var scope = $"{now[..8]}/{region}/lambda/aws4_request";
        var toSign = $"{Algorithm}\n{now}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var signature = Hex(Mac(SigningKey(now[..8]), toSign));
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"{Algorithm} Credential={key.AccessKeyId}/{scope}, SignedHeaders={signed}, Signature={signature}");
    }

    // Every service but S3 signs the path as sent, encoded once more.
    private static string CanonicalPath(Uri uri) => string.Join('/', uri.AbsolutePath.Split('/').Select(Uri.EscapeDataString));

    private static string CanonicalQuery(Uri uri) =>
        string.Join('&', uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Contains('=') ? pair : pair + "=").Order(StringComparer.Ordinal));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static byte[] Mac(byte[] macKey, string text) => HMACSHA256.HashData(macKey, Encoding.UTF8.GetBytes(text));

    private byte[] SigningKey(string day) =>
        Mac(Mac(Mac(Mac(Encoding.UTF8.GetBytes("AWS4" + key.SecretAccessKey), day), region), "lambda"), "aws4_request");
}
