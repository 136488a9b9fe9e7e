namespace Goldcrest.Core.Images;

/// <summary>Names one piece of an image before it is fetched: what it is said to be, how long, and its hash.</summary>
/// <param name="MediaType">As the manifest says.</param>
/// <param name="Sha256Hex">64 lower-case hex digits.</param>
/// <param name="Bytes">Not negative.</param>
public sealed record BlobDescriptor(string MediaType, string Sha256Hex, long Bytes)
{
    private const string Algorithm = "sha256:";

    public string Digest => Algorithm + Sha256Hex;

    /// <returns>The hex digits of a SHA-256 digest; null for anything else, other algorithms too.</returns>
    public static string? TryParseDigest(string? text)
    {
        if (text is null || text.Length != Algorithm.Length + 64 || !text.StartsWith(Algorithm, StringComparison.Ordinal))
        {
            return null;
        }

        var hex = text[Algorithm.Length..];
        return hex.All(char.IsAsciiHexDigitLower) ? hex : null;
    }
}
