using System.Security.Cryptography;
using System.Text.Json;
using Goldcrest.Core.Images;

namespace Goldcrest.Server.Images.Layouts;

/// <summary>
/// An archive as <c>docker save</c> writes it, older than layouts: it names files, not hashes. Its manifest is made here, out of the hashes that the image's
/// configuration has of the uncompressed layers, and so is always the same for the same image.
/// </summary>
/// <param name="path">For messages.</param>
internal sealed class SavedSource(ILayoutFiles files, string path) : IImageSource
{
    private readonly Dictionary<string, string> _blobs = new(StringComparer.Ordinal);

    public async Task<byte[]> ReadManifestAsync(string reference, CancellationToken cancellationToken)
    {
        var list = await LayoutReading.ReadAsync(files, "manifest.json", cancellationToken)
            ?? throw new ImageException(ImageFailure.Reason.Unsupported, $"'{path}' is no archive of an image");
        try
        {
            using var document = JsonDocument.Parse(list);
            var images = document.RootElement.EnumerateArray().ToList();
            if (BlobDescriptor.TryParseDigest(reference) is { } hash)
            {
                var all = await Task.WhenAll(images.Select(image => MakeAsync(image, cancellationToken)));
                return all.FirstOrDefault(manifest => Convert.ToHexStringLower(SHA256.HashData(manifest)) == hash) ?? throw Missing(reference);
            }

            var named = images.Where(image => Texts(image, "RepoTags").Any(tag => tag.EndsWith($":{reference}", StringComparison.Ordinal))).ToList();
            return await MakeAsync(named.Count > 0 ? named[0] : images is [var only] && !Texts(only, "RepoTags").Any() ? only : throw Missing(reference), cancellationToken);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new ImageException(ImageFailure.Reason.Unsupported, $"'{path}' has no manifest.json that is one", malformed);
        }
    }

    public Task<Stream> OpenBlobAsync(BlobDescriptor blob, long offset, CancellationToken cancellationToken)
    {
        var stream = (_blobs.TryGetValue(blob.Sha256Hex, out var name) ? files.Open(name) : null) ?? throw Missing(blob.Digest);
        stream.Position = offset;
        return Task.FromResult(stream);
    }

    public void Dispose() => files.Dispose();

    private static IEnumerable<string> Texts(JsonElement element, string member) =>
        element.TryGetProperty(member, out var array) && array.ValueKind == JsonValueKind.Array ? array.EnumerateArray().Select(item => item.GetString() ?? "") : [];

    private async Task<byte[]> MakeAsync(JsonElement image, CancellationToken cancellationToken)
    {
        var configName = image.GetProperty("Config").GetString() ?? "";
        var config = await LayoutReading.ReadAsync(files, configName, cancellationToken) ?? throw Missing(configName);
        var names = Texts(image, "Layers").ToList();
        if (ImageDefaults.TryRead(config) is not { Layers: var hashes } || hashes.Count != names.Count)
        {
            throw new ImageException(ImageFailure.Reason.Unsupported, $"'{path}' names other layers than its image has");
        }

        var configHash = Convert.ToHexStringLower(SHA256.HashData(config));
        _blobs[configHash] = configName;
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", 2);
            json.WriteString("mediaType", ManifestReader.DockerManifest);
            json.WritePropertyName("config");
            Write(json, "application/vnd.docker.container.image.v1+json", configHash, config.Length);
            json.WriteStartArray("layers");
            foreach (var (name, hash) in names.Zip(hashes))
            {
                await using var layer = files.Open(name) ?? throw Missing(name);
                _blobs[hash] = name;
                Write(json, "application/vnd.docker.image.rootfs.diff.tar", hash, layer.Length);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static void Write(Utf8JsonWriter json, string mediaType, string hash, long bytes)
    {
        json.WriteStartObject();
        json.WriteString("mediaType", mediaType);
        json.WriteNumber("size", bytes);
        json.WriteString("digest", $"sha256:{hash}");
        json.WriteEndObject();
    }

    private ImageException Missing(string what) => new(ImageFailure.Reason.Missing, $"'{path}' has no {what}");
}
