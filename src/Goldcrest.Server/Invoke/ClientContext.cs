using System.Text;
using System.Text.Json;
using Goldcrest.Core.Invoke;

namespace Goldcrest.Server.Invoke;

/// <summary>What a client tells a function about itself: base64 of a JSON object on the wire, JSON in a header for the runtime.</summary>
/// <remarks>Source: docs/contracts/invoke.md#client-context.</remarks>
internal static class ClientContext
{
    /// <returns>The object on one line of ASCII, so that a header can carry it; null when it is none, or too long.</returns>
    public static string? FindJson(string base64)
    {
        var bytes = new byte[base64.Length];
        if (base64.Length > InvokeLimits.MaxClientContextBytes || !Convert.TryFromBase64String(base64, bytes, out var length))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes.AsMemory(0, length));
            return document.RootElement.ValueKind == JsonValueKind.Object ? Write(document.RootElement) : null;
        }
        catch (Exception flaw) when (flaw is JsonException or InvalidOperationException)
        {
            // The second is for half a surrogate pair.
            return null;
        }
    }

    private static string Write(JsonElement json)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
        {
            json.WriteTo(writer);
        }

        return Encoding.ASCII.GetString(text.GetBuffer(), 0, (int)text.Length);
    }
}
