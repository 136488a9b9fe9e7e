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
        new PlatformSpan("responseLatency", Began, Latency).WriteTo(json);
        new PlatformSpan("responseDuration", Began + Latency, Duration).WriteTo(json);
        if (Overhead is { } overhead)
        {
            new PlatformSpan("runtimeOverhead", Began + Latency + Duration, overhead).WriteTo(json);
        }

        json.WriteEndArray();
    }
}
