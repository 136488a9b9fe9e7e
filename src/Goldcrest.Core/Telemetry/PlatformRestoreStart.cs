using System.Text.Json;

namespace Goldcrest.Core.Telemetry;

/// <summary>A sandbox that was initialised when its version was published begins to be restored.</summary>
public readonly record struct PlatformRestoreStart(PlatformRuntime Runtime) : IPlatformEvent
{
    public string Type => "platform.restoreStart";

    public SystemLogLevel? Level => SystemLogLevel.Info;

    public string? ToText(DateTimeOffset now) => $"RESTORE_START {Runtime.Text}";

    public void WriteRecord(Utf8JsonWriter json) => Runtime.WriteTo(json);
}
