using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Images;
using Goldcrest.Server.Images.Registries;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Images;

/// <summary>Resolves names of images and gets images into the store, from wherever the operator or the name says.</summary>
/// <remarks>Source: docs/contracts/images.md.</remarks>
internal sealed partial class ImageLibrary(ImageOptions options, ImageStore store, RegistryCaller caller, ImagePull pull, ILogger<ImageLibrary> logger)
    : IImageLibrary
{
    private static readonly string OwnArchitecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64";

    public Task<(ImageHold? Hold, ImageFailure? Failure)> ResolveAsync(ImageUri image, string architecture, CancellationToken cancellationToken) =>
        ResolveAsync(OriginOf(image), architecture, cancellationToken);

    public Task<ImageFailure?> PullAsync(ImageUri image, string sha256Hex, CancellationToken cancellationToken) =>
        PullAsync(OriginOf(image), sha256Hex, cancellationToken);

    public ImageOrigin OriginOf(ImageUri image) => ImageOrigin.Of(image, options.Sources.Find(image), caller);

    /// <inheritdoc cref="IImageLibrary.ResolveAsync"/>
    public async Task<(ImageHold? Hold, ImageFailure? Failure)> ResolveAsync(ImageOrigin image, string architecture, CancellationToken cancellationToken)
    {
        try
        {
            using var source = image.Open();
            var hash = await ResolveAsync(source, image, architecture, cancellationToken);
            return (new ImageHold(hash, store.Pin(hash)), null);
        }
        catch (ImageException fault)
        {
            LogNotResolved(image.Text, fault.Failure.Kind, fault.Failure.Detail);
            return (null, fault.Failure);
        }
    }

    /// <inheritdoc cref="IImageLibrary.PullAsync"/>
    public async Task<ImageFailure?> PullAsync(ImageOrigin image, string sha256Hex, CancellationToken cancellationToken)
    {
        try
        {
            await store.AddAsync(sha256Hex, FillAsync, cancellationToken);
            return null;
        }
        catch (ImageException fault)
        {
            LogNotPulled(image.Text, sha256Hex, fault.Failure.Kind, fault.Failure.Detail);
            return fault.Failure;
        }

        async Task<byte[]> FillAsync(ImageFolder.Draft draft, CancellationToken closed)
        {
            using var source = image.Open();
            return await pull.RunAsync(source, image.Text, sha256Hex, draft, closed);
        }
    }

    /// <summary>An image to run, which is pulled again should the disk have lost it.</summary>
    /// <param name="sha256Hex">Pinned for as long as the image is used.</param>
    /// <exception cref="ImageException">It is not there and cannot be had.</exception>
    public async Task<UnpackedImage> OpenAsync(ImageOrigin image, string sha256Hex, CancellationToken cancellationToken)
    {
        if (store.Find(sha256Hex) is { } found)
        {
            return found;
        }

        return await PullAsync(image, sha256Hex, cancellationToken) is { } failure
            ? throw new ImageException(failure)
            : store.Find(sha256Hex) ?? throw new InvalidOperationException("an image that was pulled is in the store");
    }

    public IDisposable Pin(string sha256Hex) => store.Pin(sha256Hex);

    /// <summary>One image's own digest: that of a list of images says nothing of what runs.</summary>
    private static async Task<string> ResolveAsync(IImageSource source, ImageOrigin image, string architecture, CancellationToken cancellationToken)
    {
        var bytes = await source.ReadManifestAsync(image.Reference, cancellationToken);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (BlobDescriptor.TryParseDigest(image.Reference) is { } wanted && wanted != hash)
        {
            throw new ImageException(ImageFailure.Reason.Broken, $"{image.Reference} has another content");
        }

        switch (ManifestReader.TryRead(bytes))
        {
            case ImageManifest.OneImage:
                return hash;
            case ImageManifest.Index index when index.Find(OwnArchitecture, architecture == "arm64" ? "arm64" : "amd64") is { Manifest.Sha256Hex: var found }:
                _ = await ImagePull.ReadManifestAsync(source, found, cancellationToken);
                return found;
            default:
                throw new ImageException(ImageFailure.Reason.Unsupported, $"{image.Text} is no image of a form that is understood, or none for {OwnArchitecture}");
        }
    }
}
