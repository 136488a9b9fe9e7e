namespace Goldcrest.Core.Functions;

/// <summary>Names the code of a version in the code store.</summary>
/// <param name="Sha256Hex">Lower-case hex of the zip's SHA-256.</param>
/// <param name="Bytes">Size of the zip.</param>
public sealed record CodeReference(string Sha256Hex, long Bytes)
{
    /// <summary>Who signed it, as it was when it was deployed or published; null when nobody trusted did.</summary>
    public CodeSignature? Signature { get; init; }

    /// <summary>As clients see it: the hash in base64.</summary>
    public string Sha256Base64 => Convert.ToBase64String(Convert.FromHexString(Sha256Hex));
}
