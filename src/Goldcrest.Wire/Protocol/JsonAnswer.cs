using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Goldcrest.Wire.Protocol;

/// <summary>Writes the JSON of response bodies: members that are null are left out, text is escaped no more than JSON demands.</summary>
internal static class JsonAnswer
{
    public const string ContentType = "application/json";

    private const int NoContent = 204;

    private static readonly JsonWriterOptions Options = new()
    {
        // The default escapes what browsers could misread in HTML; a client of AWS compares text, and this is never HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static ReadOnlyMemory<byte> Body<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            write(writer, value);
        }

        return buffer.WrittenMemory;
    }

    /// <summary>A response whose body is an object, except where its status forbids a body.</summary>
    public static WireResponse Reply<T>(
        int status, List<KeyValuePair<string, string>> headers, T output, Action<Utf8JsonWriter, T> write) =>
        status == NoContent
            ? new WireResponse { Status = status, Headers = headers }
            : new WireResponse { Status = status, Headers = headers, ContentType = ContentType, Body = Body(output, write) };

    public static void List<T>(Utf8JsonWriter writer, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            write(writer, item);
        }

        writer.WriteEndArray();
    }

    public static void Map<T>(Utf8JsonWriter writer, IReadOnlyDictionary<string, T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartObject();
        foreach (var (key, item) in items)
        {
            writer.WritePropertyName(key);
            write(writer, item);
        }

        writer.WriteEndObject();
    }

    public static void Text(Utf8JsonWriter writer, string value) => writer.WriteStringValue(value);

    public static void Number(Utf8JsonWriter writer, int value) => writer.WriteNumberValue(value);

    public static void Number(Utf8JsonWriter writer, long value) => writer.WriteNumberValue(value);

    /// <remarks>A whole number keeps its <c>.0</c>, as AWS writes doubles.</remarks>
    public static void Number(Utf8JsonWriter writer, double value) => writer.WriteRawValue(JavaText.Of(value), skipInputValidation: true);

    public static void Boolean(Utf8JsonWriter writer, bool value) => writer.WriteBooleanValue(value);

    public static void Blob(Utf8JsonWriter writer, ReadOnlyMemory<byte> value) => writer.WriteBase64StringValue(value.Span);

    public static void Timestamp(Utf8JsonWriter writer, DateTimeOffset value) => writer.WriteNumberValue(WireText.EpochSeconds(value));
}
