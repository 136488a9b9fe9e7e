using System.Text.Json;

namespace Goldcrest.Core.Images;

/// <summary>What an image itself says of how it is run.</summary>
/// <param name="WorkingDirectory">Empty when it says none.</param>
/// <param name="Environment">In order; a later one of the same name wins.</param>
/// <param name="Layers">The SHA-256 of each layer's uncompressed tar, in hex; only archives of Docker need them.</param>
public sealed record ImageDefaults(
    IReadOnlyList<string> EntryPoint, IReadOnlyList<string> Command, string WorkingDirectory,
    IReadOnlyList<KeyValuePair<string, string>> Environment, IReadOnlyList<string> Layers)
{
    /// <returns>Null for what is no configuration of a Linux image.</returns>
    public static ImageDefaults? TryRead(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.GetProperty("os").GetString() != "linux")
            {
                return null;
            }

            var config = root.TryGetProperty("config", out var found) ? found : default;
            var layers = root.TryGetProperty("rootfs", out var rootfs) ? Texts(rootfs, "diff_ids").Select(BlobDescriptor.TryParseDigest).ToList() : [];
            return new ImageDefaults(
                Texts(config, "Entrypoint"),
                Texts(config, "Cmd"),
                Member(config, "WorkingDir") is { ValueKind: JsonValueKind.String } directory ? Text(directory) : "",
                [.. Texts(config, "Env").Select(Variable)],
                [.. layers.OfType<string>()]);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static KeyValuePair<string, string> Variable(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? new(text, "") : new(text[..equals], text[(equals + 1)..]);
    }

    private static List<string> Texts(JsonElement element, string member) => Member(element, member) is { ValueKind: JsonValueKind.Array } array
        ? [.. array.EnumerateArray().Select(item => Text(item))]
        : [];

    /// <summary>Words, variables and paths of processes, none of which can have a zero.</summary>
    private static string Text(JsonElement item) => item.GetString() is { } text && !text.Contains('\0', StringComparison.Ordinal)
        ? text
        : throw new JsonException("A word is null, or has a zero.");

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;
}
