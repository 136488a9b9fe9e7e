using System.Text.Json;

namespace Goldcrest.Core.Telemetry;

/// <summary>An invocation is over. Only text says so, and the Logs API: the report, which follows, says it to all others.</summary>
public readonly record struct PlatformEnd(string RequestId) : IPlatformEvent
{
    public string Type => "platform.end";

    public SystemLogLevel? Level => null;

    public string? ToText(DateTimeOffset now) => $"END RequestId: {RequestId}";

    public void WriteRecord(Utf8JsonWriter json) => json.WriteString("requestId", RequestId);
}
