using System.Text.Json;

namespace Goldcrest.Core.Images;

/// <summary>Reads manifests and lists of manifests, in OCI's form and Docker's (schema 2).</summary>
/// <remarks>Source: docs/contracts/images.md#manifests.</remarks>
public static class ManifestReader
{
    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";
    public const string OciIndex = "application/vnd.oci.image.index.v1+json";
    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";
    public const string DockerIndex = "application/vnd.docker.distribution.manifest.list.v2+json";

    /// <summary>More than any real image has.</summary>
    private const int MostLayers = 1_000;
    private const int MostEntries = 1_000;

    private static readonly HashSet<string> ConfigTypes = ["application/vnd.oci.image.config.v1+json", "application/vnd.docker.container.image.v1+json"];

    private static readonly HashSet<string> LayerTypes =
    [
        .. new[] { "application/vnd.oci.image.layer.v1.tar", "application/vnd.oci.image.layer.nondistributable.v1.tar" }
            .SelectMany(type => new[] { type, $"{type}+gzip", $"{type}+zstd" }),
        "application/vnd.docker.image.rootfs.diff.tar", "application/vnd.docker.image.rootfs.diff.tar.gzip", "application/vnd.docker.image.rootfs.diff.tar.zstd",
    ];

    /// <returns>Null for what is none of the forms, or names a part that is not understood.</returns>
    public static ImageManifest? TryRead(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return root.TryGetProperty("manifests", out var entries) ? ReadIndex(entries) : ReadSingle(root);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static ImageManifest.Index? ReadIndex(JsonElement entries)
    {
        if (entries.GetArrayLength() > MostEntries)
        {
            return null;
        }

        // What an index lists beside images (attestations, other algorithms) is passed over.
        return new ImageManifest.Index([.. entries.EnumerateArray().Select(ReadEntry).OfType<IndexEntry>()]);
    }

    private static IndexEntry? ReadEntry(JsonElement entry) => TryReadDescriptor(entry) is not { } manifest
        ? null
        : new IndexEntry(
            manifest,
            entry.TryGetProperty("platform", out var platform) && Text(platform, "os") == "linux" ? Text(platform, "architecture") : null,
            entry.TryGetProperty("annotations", out var notes) && notes.ValueKind == JsonValueKind.Object ? Text(notes, "org.opencontainers.image.ref.name") : null);

    private static ImageManifest.OneImage? ReadSingle(JsonElement root)
    {
        var layers = root.GetProperty("layers");
        if (layers.GetArrayLength() > MostLayers || TryReadDescriptor(root.GetProperty("config")) is not { } config || !ConfigTypes.Contains(config.MediaType))
        {
            return null;
        }

        var read = layers.EnumerateArray().Select(TryReadDescriptor).ToList();
        return read.TrueForAll(layer => layer is not null && LayerTypes.Contains(layer.MediaType))
            ? new ImageManifest.OneImage(config, [.. read.OfType<BlobDescriptor>()])
            : null;
    }

    private static BlobDescriptor? TryReadDescriptor(JsonElement element) =>
        BlobDescriptor.TryParseDigest(Text(element, "digest")) is { } hash
        && element.GetProperty("size").TryGetInt64(out var bytes) && bytes >= 0
            ? new BlobDescriptor(Text(element, "mediaType") ?? "", hash, bytes)
            : null;

    private static string? Text(JsonElement element, string member) =>
        element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
