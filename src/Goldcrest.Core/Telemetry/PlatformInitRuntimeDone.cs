using System.Text.Json;

namespace Goldcrest.Core.Telemetry;

/// <summary>The runtime is done with its part of INIT; extensions may still have theirs before them.</summary>
/// <param name="ErrorType">Null when the status has none.</param>
public readonly record struct PlatformInitRuntimeDone(string InitializationType, string Phase, string Status, string? ErrorType) : IPlatformEvent
{
    public string Type => "platform.initRuntimeDone";

    public SystemLogLevel? Level => PlatformWords.LevelOf(Status, SystemLogLevel.Debug);

    public string? ToText(DateTimeOffset now) => null;

    public void WriteRecord(Utf8JsonWriter json)
    {
        json.WriteString("initializationType", InitializationType);
        json.WriteString("phase", Phase);
        json.WriteString("status", Status);
        json.WriteErrorType(ErrorType);
    }
}
