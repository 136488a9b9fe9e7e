namespace Goldcrest.Core.Functions;

/// <summary>Names the code of a version: a zip in the code store, or a container image by its digest.</summary>
/// <param name="Sha256Hex">Lower-case hex of the zip's SHA-256, or the image's digest.</param>
/// <param name="Bytes">Size of the zip; 0 for an image.</param>
public sealed record CodeReference(string Sha256Hex, long Bytes)
{
    /// <summary>Who signed it, as it was when it was deployed or published; null when nobody trusted did.</summary>
    public CodeSignature? Signature { get; init; }

    /// <summary>Null for a zip.</summary>
    public ImageUri? Image { get; init; }

    /// <summary>ARN of the key that the caller wants the zip encrypted with; null for none of its own.</summary>
    public string? KeyArn { get; init; }

    /// <summary>A zip's hash as clients see it.</summary>
    public string Sha256Base64 => Convert.ToBase64String(Convert.FromHexString(Sha256Hex));

    /// <summary>The hash as clients see it: that of an image stays in hex.</summary>
    public string ShownSha256 => Image is null ? Sha256Base64 : Sha256Hex;

    /// <summary>The one image that is meant, whatever becomes of its tag; null for a zip.</summary>
    public string? ResolvedImage => Image is null ? null : $"{Image.Repository}@sha256:{Sha256Hex}";

    /// <param name="digest">Of the image for this node's processor: 64 lower-case hex digits.</param>
    public static CodeReference Of(ImageUri image, string digest) => new(digest, Bytes: 0) { Image = image };
}
