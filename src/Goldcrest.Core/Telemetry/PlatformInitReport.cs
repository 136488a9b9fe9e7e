using System.Text.Json;

namespace Goldcrest.Core.Telemetry;

/// <summary>
/// An INIT is over. Of one that succeeded, the text format tells when it was ahead of the first invocation and not on demand; else the invocation's REPORT does.
/// </summary>
/// <param name="ErrorType">Null when the status has none.</param>
public readonly record struct PlatformInitReport(
    string InitializationType, string Phase, TimeSpan Duration, string Status, string? ErrorType) : IPlatformEvent
{
    private bool IsSuccess => Status == PlatformWords.Success;

    public string Type => "platform.initReport";

    public SystemLogLevel? Level =>
        PlatformWords.LevelOf(Status, InitializationType == PlatformWords.OnDemand ? SystemLogLevel.Debug : SystemLogLevel.Info);

    public string? ToText(DateTimeOffset now) => IsSuccess && (InitializationType == PlatformWords.OnDemand || Phase == PlatformWords.InvokePhase)
        ? null
        : $"INIT_REPORT Init Duration: {PlatformFormat.Milliseconds(Duration)} ms\tPhase: {Phase}{(IsSuccess ? "" : PlatformFormat.Failure(Status, ErrorType))}";

    public void WriteRecord(Utf8JsonWriter json)
    {
        json.WriteString("initializationType", InitializationType);
        json.WriteString("phase", Phase);
        json.WriteString("status", Status);
        json.WriteErrorType(ErrorType);
        json.WriteStartObject("metrics");
        json.WriteMilliseconds("durationMs", Duration);
        json.WriteEndObject();
    }
}
