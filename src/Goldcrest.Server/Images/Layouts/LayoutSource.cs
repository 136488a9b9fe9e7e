using Goldcrest.Core.Images;

namespace Goldcrest.Server.Images.Layouts;

/// <summary>An OCI image layout, in a folder or an archive.</summary>
/// <param name="path">For messages.</param>
internal sealed class LayoutSource(ILayoutFiles files, string path) : IImageSource
{
    public const string IndexFile = "index.json";

    public async Task<byte[]> ReadManifestAsync(string reference, CancellationToken cancellationToken)
    {
        if (BlobDescriptor.TryParseDigest(reference) is { } hash)
        {
            return await LayoutReading.ReadAsync(files, Blob(hash), cancellationToken) ?? throw Missing(reference);
        }

        var index = await LayoutReading.ReadAsync(files, IndexFile, cancellationToken);
        if (index is null || ManifestReader.TryRead(index) is not ImageManifest.Index { Entries: var entries })
        {
            throw new ImageException(ImageFailure.Reason.Unsupported, $"'{path}' has no {IndexFile} that is one");
        }

        // A layout of one image need not name it.
        var found = entries.FirstOrDefault(entry => IsNamed(entry, reference)) ?? (entries is [{ Name: null } only] ? only : null);
        return found is null ? throw Missing(reference) : await LayoutReading.ReadAsync(files, Blob(found.Manifest.Sha256Hex), cancellationToken) ?? throw Missing(reference);
    }

    public Task<Stream> OpenBlobAsync(BlobDescriptor blob, long offset, CancellationToken cancellationToken)
    {
        var stream = files.Open(Blob(blob.Sha256Hex)) ?? throw Missing(blob.Digest);
        stream.Position = offset;
        return Task.FromResult(stream);
    }

    public void Dispose() => files.Dispose();

    private static string Blob(string hash) => $"blobs/sha256/{hash}";

    /// <summary>Some tools write the tag, some the whole reference.</summary>
    private static bool IsNamed(IndexEntry entry, string tag) =>
        entry.Name is { } name && (name == tag || name.EndsWith($":{tag}", StringComparison.Ordinal));

    private ImageException Missing(string what) => new(ImageFailure.Reason.Missing, $"'{path}' has no {what}");
}
