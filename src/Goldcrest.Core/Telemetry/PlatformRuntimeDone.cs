using System.Text.Json;

namespace Goldcrest.Core.Telemetry;

/// <summary>The runtime is done with an invocation; extensions may still be busy with it.</summary>
public readonly record struct PlatformRuntimeDone : IPlatformEvent
{
    public required string RequestId { get; init; }

    public required string Status { get; init; }

    /// <summary>Null when the status has none.</summary>
    public string? ErrorType { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>Of the answer; null when there was none.</summary>
    public long? ProducedBytes { get; init; }

    /// <summary>Null when there was no answer.</summary>
    public ResponseTimes? Times { get; init; }

    /// <summary>As in the trace header; null when there is none.</summary>
    public string? TraceId { get; init; }

    /// <summary>Null when the function has no tenants.</summary>
    public string? TenantId { get; init; }

    public string Type => "platform.runtimeDone";

    public SystemLogLevel? Level => PlatformWords.LevelOf(Status, SystemLogLevel.Debug);

    public string? ToText(DateTimeOffset now) => null;

    public void WriteRecord(Utf8JsonWriter json)
    {
        json.WriteString("requestId", RequestId);
        json.WriteString("status", Status);
        json.WriteErrorType(ErrorType);
        json.WriteStartObject("metrics");
        json.WriteMilliseconds("durationMs", Duration);
        if (ProducedBytes is { } bytes)
        {
            json.WriteNumber("producedBytes", bytes);
        }

        json.WriteEndObject();
        Times?.WriteTo(json);
        TraceContext.WriteTo(json, TraceId);
        if (TenantId is not null)
        {
            json.WriteString("tenantId", TenantId);
        }
    }
}
