using System.Text.Json;

namespace Goldcrest.Core.Telemetry;

/// <summary>A part of an invocation's time, by its AWS name.</summary>
public readonly record struct PlatformSpan(string Name, DateTimeOffset Start, TimeSpan Duration)
{
    internal void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name", Name);
        json.WriteString("start", PlatformFormat.Time(Start));
        json.WriteMilliseconds("durationMs", Duration);
        json.WriteEndObject();
    }
}
