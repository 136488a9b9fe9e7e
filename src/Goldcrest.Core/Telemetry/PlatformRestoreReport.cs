using System.Text.Json;

namespace Goldcrest.Core.Telemetry;

/// <summary>A restore is over.</summary>
/// <param name="ErrorType">Null when the status has none.</param>
public readonly record struct PlatformRestoreReport(TimeSpan Duration, string Status, string? ErrorType) : IPlatformEvent
{
    public string Type => "platform.restoreReport";

    public SystemLogLevel? Level => PlatformWords.LevelOf(Status, SystemLogLevel.Info);

    public string? ToText(DateTimeOffset now) =>
        $"RESTORE_REPORT Restore Duration: {PlatformFormat.Milliseconds(Duration)} ms{(Status == PlatformWords.Success ? "" : PlatformFormat.Failure(Status, ErrorType))}";

    public void WriteRecord(Utf8JsonWriter json)
    {
        json.WriteString("status", Status);
        json.WriteErrorType(ErrorType);
        json.WriteStartObject("metrics");
        json.WriteMilliseconds("durationMs", Duration);
        json.WriteEndObject();
    }
}
