using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Goldcrest.Core.Telemetry;

/// <summary>Writes entries as the records that subscribers get.</summary>
/// <remarks>Source: docs/contracts/extensions.md#telemetry.</remarks>
public static class TelemetryJson
{
    /// <summary>A function's own text is not an HTML page: nothing but what JSON demands is escaped.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>Whether a subscriber with this schema hears of the entry at all.</returns>
    public static bool IsTold(TelemetryEntry entry, TelemetrySchema schema) => entry.Event switch
    {
        null => true,
        PlatformSubscription told => told.IsOfLogsApi == schema <= TelemetrySchema.Logs20210318,
        PlatformStart or PlatformReport or PlatformExtension or PlatformLogsDropped => true,
        PlatformEnd or PlatformFault => schema <= TelemetrySchema.Logs20210318,
        PlatformRuntimeDone => schema >= TelemetrySchema.Logs20210318,
        _ => schema >= TelemetrySchema.Telemetry20220701,
    };

    /// <summary>An array of records, as HTTP destinations get it.</summary>
    public static ReadOnlyMemory<byte> WriteArray(IReadOnlyList<TelemetryEntry> batch, TelemetrySchema schema)
    {
        var buffer = new ArrayBufferWriter<byte>(BytesOf(batch));
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartArray();
        foreach (var entry in batch)
        {
            Write(json, entry, schema);
        }

        json.WriteEndArray();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>A line for each record, as TCP destinations get it.</summary>
    public static ReadOnlyMemory<byte> WriteLines(IReadOnlyList<TelemetryEntry> batch, TelemetrySchema schema)
    {
        var buffer = new ArrayBufferWriter<byte>(BytesOf(batch));
        using var json = new Utf8JsonWriter(buffer, Options);
        foreach (var entry in batch)
        {
            Write(json, entry, schema);
            json.Flush();
            buffer.Write("\n"u8);
            json.Reset();
        }

        return buffer.WrittenMemory;
    }

    private static int BytesOf(IReadOnlyList<TelemetryEntry> batch) => batch.Sum(entry => entry.Bytes);

    private static void Write(Utf8JsonWriter json, TelemetryEntry entry, TelemetrySchema schema)
    {
        json.WriteStartObject();
        json.WriteString("time", PlatformFormat.Time(entry.Time));
        json.WriteString("type", entry.Event?.Type ?? (entry.Type == TelemetryTypes.Function ? "function" : "extension"));
        json.WritePropertyName("record");
        if (entry.Event is { } happened)
        {
            WriteEvent(json, happened, entry.Time, schema);
        }
        else
        {
            WriteLine(json, entry, schema);
        }

        json.WriteEndObject();
    }

    private static void WriteEvent(Utf8JsonWriter json, IPlatformEvent happened, DateTimeOffset time, TelemetrySchema schema)
    {
        if (happened is PlatformFault)
        {
            json.WriteStringValue(happened.ToText(time));
            return;
        }

        json.WriteStartObject();
        if (happened is PlatformRuntimeDone done && schema == TelemetrySchema.Logs20210318)
        {
            // The Logs API has these two only, and its own word for an error.
            json.WriteString("requestId", done.RequestId);
            json.WriteString("status", done.Status == PlatformWords.Error ? "failure" : done.Status);
        }
        else
        {
            happened.WriteRecord(json);
        }

        json.WriteEndObject();
    }

    private static void WriteLine(Utf8JsonWriter json, TelemetryEntry entry, TelemetrySchema schema)
    {
        if (entry.MayBeJson && schema >= TelemetrySchema.Telemetry20221213 && FindObject(entry.Line!) is { } text)
        {
            json.WriteRawValue(text, skipInputValidation: true);
        }
        else
        {
            json.WriteStringValue(entry.Line);
        }
    }

    /// <returns>The line's bytes when it is one whole object; else null. What is nested too deeply is text.</returns>
    private static byte[]? FindObject(string line)
    {
        if (!line.StartsWith('{') || !line.EndsWith('}') || line.Contains('\n', StringComparison.Ordinal))
        {
            return null;
        }

        var bytes = Encoding.UTF8.GetBytes(line);
        try
        {
            var reader = new Utf8JsonReader(bytes);
            while (reader.Read())
            {
            }

            return bytes;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
