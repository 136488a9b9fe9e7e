using System.Text.Json;

namespace Goldcrest.Core.Telemetry;

/// <summary>A subscriber did not get all that it subscribed to. Told to that subscriber only.</summary>
public readonly record struct PlatformLogsDropped(string Reason, long Records, long Bytes) : IPlatformEvent
{
    public string Type => "platform.logsDropped";

    public SystemLogLevel? Level => SystemLogLevel.Warn;

    public string? ToText(DateTimeOffset now) => null;

    public void WriteRecord(Utf8JsonWriter json)
    {
        json.WriteString("reason", Reason);
        json.WriteNumber("droppedRecords", Records);
        json.WriteNumber("droppedBytes", Bytes);
    }
}
