using System.Text.Json;

namespace Goldcrest.Core.Telemetry;

/// <summary>When a runtime answered.</summary>
/// <param name="Began">When the invocation was handed over.</param>
/// <param name="Latency">Until the answer began.</param>
/// <param name="Duration">From there until the answer was whole.</param>
/// <param name="Overhead">From there until the runtime asked for more; null when that was not waited for.</param>
public readonly record struct ResponseTimes(DateTimeOffset Began, TimeSpan Latency, TimeSpan Duration, TimeSpan? Overhead)
{
    internal void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartArray("spans");
        WriteSpan(json, "responseLatency", Began, Latency);
        WriteSpan(json, "responseDuration", Began + Latency, Duration);
        if (Overhead is { } overhead)
        {
            WriteSpan(json, "runtimeOverhead", Began + Latency + Duration, overhead);
        }

        json.WriteEndArray();
    }

    private static void WriteSpan(Utf8JsonWriter json, string name, DateTimeOffset start, TimeSpan duration)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("start", PlatformFormat.Time(start));
        json.WriteMilliseconds("durationMs", duration);
        json.WriteEndObject();
    }
}
