using System.Text.Json;

namespace Goldcrest.Core.Telemetry;

/// <summary>The runtime is done with its hooks after a restore.</summary>
/// <param name="ErrorType">Null when the status has none.</param>
public readonly record struct PlatformRestoreRuntimeDone(string Status, string? ErrorType) : IPlatformEvent
{
    public string Type => "platform.restoreRuntimeDone";

    public SystemLogLevel? Level => PlatformWords.LevelOf(Status, SystemLogLevel.Debug);

    public string? ToText(DateTimeOffset now) => null;

    public void WriteRecord(Utf8JsonWriter json)
    {
        json.WriteString("status", Status);
        json.WriteErrorType(ErrorType);
    }
}
