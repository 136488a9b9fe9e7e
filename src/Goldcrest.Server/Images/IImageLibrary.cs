using Goldcrest.Core.Functions;
using Goldcrest.Core.Images;

namespace Goldcrest.Server.Images;

/// <summary>The images that functions are made of.</summary>
internal interface IImageLibrary
{
    /// <summary>Finds out which image a name stands for now. Fetches no more than its manifest.</summary>
    /// <param name="architecture">The function's: x86_64 or arm64. Of images for several, that for this node's processor comes first.</param>
    /// <returns>The digest, 64 hex digits, pinned; or why there is none. Exactly one of both.</returns>
    Task<(ImageHold? Hold, ImageFailure? Failure)> ResolveAsync(ImageUri image, string architecture, CancellationToken cancellationToken);

    /// <summary>Makes sure that an image is in the store.</summary>
    /// <param name="sha256Hex">Pinned or referenced.</param>
    /// <returns>Null when it is.</returns>
    /// <exception cref="IOException">The disk refuses.</exception>
    Task<ImageFailure?> PullAsync(ImageUri image, string sha256Hex, CancellationToken cancellationToken);
}
