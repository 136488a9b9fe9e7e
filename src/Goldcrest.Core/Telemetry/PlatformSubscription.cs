using System.Text.Json;

namespace Goldcrest.Core.Telemetry;

/// <summary>An extension subscribed to telemetry.</summary>
/// <param name="IsOfLogsApi">By the old Logs API, which has a word of its own for it.</param>
public readonly record struct PlatformSubscription(string Name, TelemetryTypes Types, bool IsOfLogsApi) : IPlatformEvent
{
    private const string State = "Subscribed";

    public string Type => IsOfLogsApi ? "platform.logsSubscription" : "platform.telemetrySubscription";

    public SystemLogLevel? Level => SystemLogLevel.Info;

    public string? ToText(DateTimeOffset now) => $"{(IsOfLogsApi ? "LOGS" : "TELEMETRY")}\tName: {Name}\tState: {State}\tTypes: [{Types}]";

    public void WriteRecord(Utf8JsonWriter json)
    {
        json.WriteString("name", Name);
        json.WriteString("state", State);
        json.WriteStrings("types", Types.ToString().ToLowerInvariant().Split(", "));
    }
}
