using System.Text.Json;

namespace Goldcrest.Core.Telemetry;

/// <summary>An invocation begins.</summary>
/// <param name="TraceId">As in the trace header; null when there is none.</param>
/// <param name="TenantId">Null when the function has no tenants.</param>
public readonly record struct PlatformStart(string RequestId, string Version, string? TraceId = null, string? TenantId = null) : IPlatformEvent
{
    public string Type => "platform.start";

    public SystemLogLevel? Level => SystemLogLevel.Info;

    public string? ToText(DateTimeOffset now) => $"START RequestId: {RequestId} Version: {Version}";

    public void WriteRecord(Utf8JsonWriter json)
    {
        json.WriteString("requestId", RequestId);
        json.WriteString("version", Version);
        TraceContext.WriteTo(json, TraceId);
        if (TenantId is not null)
        {
            json.WriteString("tenantId", TenantId);
        }
    }
}
