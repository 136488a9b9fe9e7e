using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Goldcrest.Server.Identity;

namespace Goldcrest.Server.Code;

/// <summary>
/// Links under which the zip of a version or layer can be fetched for ten minutes without credentials. The link carries its own seal, made with the
/// node's root key, so it is worth the same for everybody, whatever name or port the client reaches the node by, and cannot be made up.
/// </summary>
/// <remarks>Source: docs/contracts/code-archives.md#links.</remarks>
internal sealed class CodeLinks(NodeCredentials credentials, TimeProvider time)
{
    public const string PathPrefix = "/_goldcrest/code/";

    private const string ExpiresMember = "?expires=";
    private const string SealMember = "&seal=";
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    /// <param name="sha256Hex">Of the zip.</param>
    /// <param name="baseUrl">Scheme and authority as the client knows them.</param>
    public string For(string sha256Hex, string baseUrl)
    {
        var expires = (time.GetUtcNow() + Life).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{baseUrl}{PathPrefix}{sha256Hex}{ExpiresMember}{expires}{SealMember}{Seal(sha256Hex, expires)}";
    }

    /// <param name="pathAndQuery">As it came, undecoded; begins with <see cref="PathPrefix"/>.</param>
    /// <returns>The hash of the zip; null when the link was not made here, was altered, or is too old.</returns>
    public string? Open(string pathAndQuery)
    {
        var (hash, rest) = Cut(pathAndQuery[PathPrefix.Length..], ExpiresMember);
        var (expires, seal) = Cut(rest, SealMember);
        return hash.Length == 2 * SHA256.HashSizeInBytes
            && !hash.AsSpan().ContainsAnyExcept(Hex)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(seal), Encoding.UTF8.GetBytes(Seal(hash, expires)))
            && long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var end)
            && time.GetUtcNow().ToUnixTimeSeconds() < end
                ? hash
                : null;
    }

    private static (string Before, string After) Cut(string text, string mark)
    {
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? (text, "") : (text[..at], text[(at + mark.Length)..]);
    }

    private string Seal(string sha256Hex, string expires) => Convert.ToHexStringLower(HMACSHA256.HashData(
        Encoding.UTF8.GetBytes($"goldcrest-code-link:{credentials.Root.Secret}"), Encoding.UTF8.GetBytes($"{sha256Hex}:{expires}")));
}
