using System.Text.Json;

namespace Goldcrest.Core.Telemetry;

/// <summary>An INIT begins. Its line stands in the log once, for the first INIT of a sandbox.</summary>
public readonly record struct PlatformInitStart(string InitializationType, string Phase, PlatformRuntime Runtime) : IPlatformEvent
{
    public string Type => "platform.initStart";

    public SystemLogLevel? Level => SystemLogLevel.Info;

    public string? ToText(DateTimeOffset now) => Phase == PlatformWords.InitPhase ? $"INIT_START {Runtime.Text}" : null;

    public void WriteRecord(Utf8JsonWriter json)
    {
        json.WriteString("initializationType", InitializationType);
        json.WriteString("phase", Phase);
        Runtime.WriteTo(json);
    }
}
