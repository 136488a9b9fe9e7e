using System.Security.Cryptography;
using Goldcrest.Core.Images;
using Goldcrest.Server.Images.Unpacking;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Images;

/// <summary>Fetches one image and unpacks it while it comes: every blob is held against its announced size and hash, and is worthless until both are right.</summary>
internal sealed partial class ImagePull(ImageOptions options, TimeProvider time, ILogger<ImagePull> logger)
{
    /// <summary>What sandboxes mount something on.</summary>
    private static readonly string[] MountDirectories = ["proc", "dev", "tmp", "opt", "mnt", "var/task", "var/runtime"];
    private static readonly string[] MountFiles = ["etc/resolv.conf", "etc/hosts", "etc/hostname"];

    private static readonly TimeSpan BetweenNews = TimeSpan.FromSeconds(10);

    /// <param name="name">For the log.</param>
    /// <param name="sha256Hex">Of the manifest.</param>
    /// <returns>The image's configuration, as it came.</returns>
    /// <exception cref="ImageException">It cannot be had.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public async Task<byte[]> RunAsync(IImageSource source, string name, string sha256Hex, ImageFolder.Draft draft, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await FetchAsync(source, name, sha256Hex, draft, either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ImageException(ImageFailure.Reason.Unreachable, $"getting {name} took longer than {options.Timeout}");
        }
    }

    /// <returns>The manifest of one image.</returns>
    /// <exception cref="ImageException">It has another hash, or is no manifest of one image.</exception>
    public static async Task<ImageManifest.OneImage> ReadManifestAsync(IImageSource source, string sha256Hex, CancellationToken cancellationToken)
    {
        var bytes = await source.ReadManifestAsync($"sha256:{sha256Hex}", cancellationToken);
        if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != sha256Hex)
        {
            throw new ImageException(ImageFailure.Reason.Broken, $"the manifest sha256:{sha256Hex} has another content");
        }

        return ManifestReader.TryRead(bytes) as ImageManifest.OneImage
            ?? throw new ImageException(ImageFailure.Reason.Unsupported, $"sha256:{sha256Hex} is no manifest of one image");
    }

    private async Task<byte[]> FetchAsync(IImageSource source, string name, string sha256Hex, ImageFolder.Draft draft, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var manifest = await ReadManifestAsync(source, sha256Hex, cancellationToken);
        var total = manifest.Layers.Sum(layer => (decimal)layer.Bytes);
        LogBegun(name, sha256Hex, manifest.Layers.Count, total);
        var config = await ReadConfigAsync(source, manifest.Config, cancellationToken);
        Directory.CreateDirectory(draft.Root, ImageTree.OpenDirectory);
        var budget = new UnpackBudget(options.Limits);
        var tree = new ImageTree(draft.Root, budget);
        var unpacker = new LayerUnpacker(tree, budget);
        var (done, told) = (0L, began);
        foreach (var layer in manifest.Layers)
        {
            await using var blob = new BlobStream(source, layer, Count, time, cancellationToken);
            await unpacker.UnpackAsync(blob, cancellationToken);
        }

        tree.MakeDirectory("", (int)ImageTree.OpenDirectory);
        Array.ForEach(MountDirectories, tree.NeedDirectory);
        Array.ForEach(MountFiles, tree.NeedFile);
        LogUnpacked(name, sha256Hex, budget.Entries, budget.Bytes, time.GetElapsedTime(began));
        return config;

        void Count(long bytes)
        {
            done += bytes;
            if (time.GetElapsedTime(told) >= BetweenNews)
            {
                told = time.GetTimestamp();
                LogProgress(name, done, total);
            }
        }
    }

    private async Task<byte[]> ReadConfigAsync(IImageSource source, BlobDescriptor config, CancellationToken cancellationToken)
    {
        if (config.Bytes > ImageLimits.MaxManifestBytes)
        {
            throw new ImageException(ImageFailure.Reason.Broken, $"the image's configuration has {config.Bytes} bytes");
        }

        await using var blob = new BlobStream(source, config, _ => { }, time, cancellationToken);
        var bytes = new byte[config.Bytes];
        await blob.ReadExactlyAsync(bytes, cancellationToken);
        await blob.DrainAsync();
        return ImageDefaults.TryRead(bytes) is not null
            ? bytes
            : throw new ImageException(ImageFailure.Reason.Unsupported, "the image's configuration is none of a Linux image");
    }
}
