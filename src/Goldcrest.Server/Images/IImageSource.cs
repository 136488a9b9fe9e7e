using Goldcrest.Core.Images;

namespace Goldcrest.Server.Images;

/// <summary>One repository of images. What it gives is not believed before its hash was compared.</summary>
internal interface IImageSource : IDisposable
{
    /// <param name="reference">A tag, or <c>sha256:</c> and 64 hex digits.</param>
    /// <returns>The bytes of a manifest or a list of manifests.</returns>
    /// <exception cref="ImageException">There is none, or it cannot be had.</exception>
    Task<byte[]> ReadManifestAsync(string reference, CancellationToken cancellationToken);

    /// <param name="offset">How many bytes at its beginning are not wanted.</param>
    /// <returns>The rest of the blob, read as it comes.</returns>
    /// <exception cref="ImageException">There is none, or it cannot be had.</exception>
    Task<Stream> OpenBlobAsync(BlobDescriptor blob, long offset, CancellationToken cancellationToken);
}
