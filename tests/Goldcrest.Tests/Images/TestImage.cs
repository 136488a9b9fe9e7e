using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Goldcrest.Tests.Images;

/// <summary>A container image made here: layers, configuration and manifest as blobs by their hashes, in OCI's form or Docker's.</summary>
internal sealed class TestImage
{
    private readonly List<(string Hash, long Bytes, string DiffId, string Compression)> _layers = [];

    /// <summary>All parts by their SHA-256 in hex. Tests may put lies here.</summary>
    public Dictionary<string, byte[]> Blobs { get; } = new(StringComparer.Ordinal);

    public string Architecture { get; init; } = "amd64";

    public bool IsDocker { get; init; }

    /// <summary>Entrypoint, Cmd, Env, WorkingDir.</summary>
    public JsonObject Config { get; init; } = [];

    /// <summary>A digest made of the manifest, 64 hex digits; the image is complete from then on.</summary>
    public string Seal()
    {
        var config = Add(JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["architecture"] = Architecture,
            ["os"] = "linux",
            ["config"] = Config.DeepClone(),
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray([.. _layers.Select(layer => (JsonNode)$"sha256:{layer.DiffId}")]) },
        }));
        ConfigHash = config;
        return Add(JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = ManifestType,
            ["config"] = Descriptor(IsDocker ? "application/vnd.docker.container.image.v1+json" : "application/vnd.oci.image.config.v1+json", config, Blobs[config].Length),
            ["layers"] = new JsonArray([.. _layers.Select(layer => Descriptor(LayerType(layer.Compression), layer.Hash, layer.Bytes))]),
        }));
    }

    public string ConfigHash { get; private set; } = "";

    public IReadOnlyList<string> LayerHashes => [.. _layers.Select(layer => layer.Hash)];

    public string ManifestType => IsDocker ? "application/vnd.docker.distribution.manifest.v2+json" : "application/vnd.oci.image.manifest.v1+json";

    public TestImage Layer(Action<TarWriter> write)
    {
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Pax, leaveOpen: true))
        {
            write(writer);
        }

        return Layer(tar.ToArray(), "gzip", Gzip(tar.ToArray()));
    }

    /// <param name="tar">Uncompressed, for the hash that the configuration names.</param>
    /// <param name="compression">gzip, zstd or nothing.</param>
    /// <param name="blob">What lies in the registry.</param>
    public TestImage Layer(byte[] tar, string compression, byte[] blob)
    {
        _layers.Add((Add(blob), blob.Length, Hash(tar), compression));
        return this;
    }

    /// <summary>A layer of readable files, programs among them by their mode.</summary>
    public TestImage Files(params (string Path, byte[] Content, int Mode)[] files) => Layer(writer =>
    {
        foreach (var (path, content, mode) in files)
        {
            Write(writer, path, content, mode);
        }
    });

    public static void Write(TarWriter writer, string path, byte[] content, int mode = 0b110_100_100) => writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path)
    {
        DataStream = new MemoryStream(content),
        Mode = (UnixFileMode)mode,
        ModificationTime = DateTimeOffset.UnixEpoch,
    });

    public static void Write(TarWriter writer, string path, string content, int mode = 0b110_100_100) => Write(writer, path, Encoding.UTF8.GetBytes(content), mode);

    public static void Link(TarWriter writer, TarEntryType type, string path, string target) =>
        writer.WriteEntry(new PaxTarEntry(type, path) { LinkName = target, ModificationTime = DateTimeOffset.UnixEpoch });

    public static byte[] Gzip(byte[] content)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return bytes.ToArray();
    }

    public static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>A layout in a folder, with one name for the image.</summary>
    /// <returns>The image's digest in hex.</returns>
    public string SaveLayout(string folder, string? tag)
    {
        var hash = Seal();
        Directory.CreateDirectory(Path.Combine(folder, "blobs", "sha256"));
        foreach (var (name, content) in Blobs)
        {
            File.WriteAllBytes(Path.Combine(folder, "blobs", "sha256", name), content);
        }

        var entry = Descriptor(ManifestType, hash, Blobs[hash].Length);
        entry["platform"] = new JsonObject { ["os"] = "linux", ["architecture"] = Architecture };
        entry["annotations"] = tag is null ? null : new JsonObject { ["org.opencontainers.image.ref.name"] = tag };
        var index = Path.Combine(folder, "index.json");
        var entries = File.Exists(index) ? JsonNode.Parse(File.ReadAllText(index))!["manifests"]!.AsArray() : [];
        entries.Add(entry);
        File.WriteAllText(index, new JsonObject { ["schemaVersion"] = 2, ["manifests"] = entries.DeepClone() }.ToJsonString());
        File.WriteAllText(Path.Combine(folder, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""");
        return hash;
    }

    /// <summary>An archive as docker save makes it. Layers must be uncompressed.</summary>
    public void SaveDocker(string path, string name)
    {
        Seal();
        using var writer = new TarWriter(File.Create(path), TarEntryFormat.Ustar);
        Add("manifest.json", new JsonArray(new JsonObject
        {
            [nameof(Config)] = $"{ConfigHash}.json",
            ["RepoTags"] = new JsonArray(name),
            ["Layers"] = new JsonArray([.. LayerHashes.Select(layer => (JsonNode)$"{layer}/layer.tar")]),
        }).ToJsonString());
        Add($"{ConfigHash}.json", Encoding.UTF8.GetString(Blobs[ConfigHash]));
        foreach (var layer in LayerHashes)
        {
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"{layer}/layer.tar") { DataStream = new MemoryStream(Blobs[layer]) });
        }

        void Add(string file, string content) =>
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, file) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
    }

    public static JsonObject Descriptor(string mediaType, string hash, long bytes) =>
        new() { ["mediaType"] = mediaType, ["digest"] = $"sha256:{hash}", ["size"] = bytes };

    public string Add(byte[] content)
    {
        var hash = Hash(content);
        Blobs[hash] = content;
        return hash;
    }

    private string LayerType(string compression) => (IsDocker, compression) switch
    {
        (true, "gzip") => "application/vnd.docker.image.rootfs.diff.tar.gzip",
        (true, _) => "application/vnd.docker.image.rootfs.diff.tar",
        (_, "") => "application/vnd.oci.image.layer.v1.tar",
        _ => $"application/vnd.oci.image.layer.v1.tar+{compression}",
    };
}
