using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Goldcrest.DotnetRuntime;

/// <summary>A log event as one JSON object.</summary>
internal static class JsonLine
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(
        string time, string level, Log log, string message, IEnumerable<KeyValuePair<string, object>> members, Exception? error)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Plain))
        {
            json.WriteStartObject();
            json.WriteString("timestamp", time);
            json.WriteString("level", level);
            WriteIfAny(json, "requestId", log.RequestId);
            WriteIfAny(json, "traceId", log.TraceId);
            WriteIfAny(json, "tenantId", log.TenantId);
            json.WriteString("message", message);
            foreach (var (name, value) in members)
            {
                json.WritePropertyName(name);
                WriteValue(json, value);
            }

            WriteError(json, error);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static void WriteIfAny(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteError(Utf8JsonWriter json, Exception? error)
    {
        if (error is null)
        {
            return;
        }

        json.WriteString("errorType", error.GetType().FullName);
        json.WriteString("errorMessage", error.Message);
        json.WriteStartArray("stackTrace");
        foreach (var line in Failure.ToText(error).Split('\n'))
        {
            json.WriteStringValue(line.Trim());
        }

        json.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case byte or sbyte or short or ushort or int or uint or long or ulong or decimal: json.WriteRawValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture)); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            case float number when float.IsFinite(number): json.WriteNumberValue(number); break;
            case DateTime time: json.WriteStringValue(time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)); break;
            case byte[] bytes: json.WriteStringValue(Convert.ToHexString(bytes)); break;
            case IDictionary entries: WriteObject(json, entries); break;
            case IList items: WriteArray(json, items); break;
            default: json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }

    private static void WriteObject(Utf8JsonWriter json, IDictionary entries)
    {
        json.WriteStartObject();
        foreach (DictionaryEntry entry in entries)
        {
            json.WritePropertyName(entry.Key.ToString() ?? "");
            WriteValue(json, entry.Value);
        }

        json.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter json, IList items)
    {
        json.WriteStartArray();
        foreach (var item in items)
        {
            WriteValue(json, item);
        }

        json.WriteEndArray();
    }
}
