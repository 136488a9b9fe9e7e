using System.Text.Json;

namespace Goldcrest.Core.Telemetry;

/// <summary>The trace that an invocation belongs to, as events tell it: of those that are sampled only.</summary>
/// <remarks>Source: docs/contracts/extensions.md#platform-events.</remarks>
internal static class TraceContext
{
    private const string Sampled = "Sampled=1";
    private const string Parent = "Parent=";

    /// <param name="traceId">As in the trace header; null when the invocation has none.</param>
    public static void WriteTo(Utf8JsonWriter json, string? traceId)
    {
        if (traceId is null || !traceId.Split(';').Contains(Sampled))
        {
            return;
        }

        json.WriteStartObject("tracing");
        if (Array.Find(traceId.Split(';'), part => part.StartsWith(Parent, StringComparison.Ordinal)) is { } parent)
        {
            json.WriteString("spanId", parent[Parent.Length..]);
        }

        json.WriteString("type", "X-Amzn-Trace-Id");
        json.WriteString("value", traceId);
        json.WriteEndObject();
    }
}
