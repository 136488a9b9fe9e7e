using Goldcrest.Core.Functions;
using Goldcrest.Core.Images;
using Goldcrest.Server.Images.Layouts;
using Goldcrest.Server.Images.Registries;

namespace Goldcrest.Server.Images;

/// <summary>An image and where it is read from.</summary>
/// <param name="Text">For people.</param>
/// <param name="Reference">Its tag, or <c>sha256:</c> and its digest.</param>
/// <param name="Open">Opens the repository; the caller disposes it.</param>
internal sealed record ImageOrigin(string Text, string Reference, Func<IImageSource> Open)
{
    private const string DefaultTag = "latest";

    /// <param name="place">Null when the image names a registry that cannot be: opening it says so.</param>
    public static ImageOrigin Of(ImageUri image, ImagePlace? place, RegistryCaller caller) => new(
        image.Text,
        image.Digest is { } digest ? $"sha256:{digest}" : image.KnownTag,
        () => place switch
        {
            ImagePlace.Folder folder => LayoutFinder.Open(folder.Path, folder.Repository, image.KnownTag),
            ImagePlace.Registry registry => new RegistrySource(registry, caller),
            null => throw new ImageException(ImageFailure.Reason.Broken, $"{image.Repository} names a registry that there cannot be"),
            _ => throw new InvalidOperationException("There is no third kind of place."),
        });

    /// <param name="path">Of a layout or archive with one image, or one of the tag latest.</param>
    public static ImageOrigin OfFile(string path) => new(
        path,
        DefaultTag,
        () => LayoutFinder.TryOpen(path) ?? throw new ImageException(ImageFailure.Reason.Missing, $"there is no layout or archive '{path}'"));
}
