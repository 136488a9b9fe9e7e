using Goldcrest.Core.Images;

namespace Goldcrest.Server.Images;

/// <summary>An image in the store, ready to run.</summary>
/// <param name="Root">Host directory that becomes the root of sandboxes, read-only.</param>
/// <param name="Defaults">What the image says of how it is run.</param>
internal sealed record UnpackedImage(string Root, ImageDefaults Defaults);
