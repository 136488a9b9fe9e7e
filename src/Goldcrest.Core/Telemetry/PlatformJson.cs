using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Goldcrest.Core.Telemetry;

/// <summary>A platform event as an object, as logs in the JSON format and the Telemetry API have it.</summary>
/// <remarks>Source: docs/contracts/logs.md#json.</remarks>
public static class PlatformJson
{
    /// <param name="now">When it happened.</param>
    public static string Write<TEvent>(DateTimeOffset now, in TEvent happened)
        where TEvent : struct, IPlatformEvent
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time", PlatformFormat.Time(now));
            json.WriteString("type", happened.Type);
            json.WriteStartObject("record");
            happened.WriteRecord(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
