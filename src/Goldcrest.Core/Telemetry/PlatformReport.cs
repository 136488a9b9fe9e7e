using System.Globalization;
using System.Text.Json;

namespace Goldcrest.Core.Telemetry;

/// <summary>What an invocation cost.</summary>
public readonly record struct PlatformReport : IPlatformEvent
{
    public required string RequestId { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>Time of the initialisation that this invocation paid for; null when the sandbox was warm.</summary>
    public TimeSpan? InitDuration { get; init; }

    /// <summary>Time of the restore that this invocation waited for; null when there was none.</summary>
    public TimeSpan? RestoreDuration { get; init; }

    public required int MemoryMiB { get; init; }

    public required int MaxMemoryUsedMiB { get; init; }

    public required string Status { get; init; }

    /// <summary>Null when the status has none.</summary>
    public string? ErrorType { get; init; }

    /// <summary>Whether the failure is the runtime's own to tell: the text format says nothing of it then.</summary>
    public bool IsWordedByRuntime { get; init; }

    /// <summary>How long extensions took after the runtime was done; null when there is nothing to tell.</summary>
    public PlatformSpan? ExtensionOverhead { get; init; }

    /// <summary>As in the trace header; null when there is none.</summary>
    public string? TraceId { get; init; }

    /// <summary>Null when the function has no tenants.</summary>
    public string? TenantId { get; init; }

    /// <summary>Whole milliseconds, rounded up; initialisation is billed.</summary>
    public long BilledMilliseconds => (long)Math.Ceiling((Duration + (InitDuration ?? TimeSpan.Zero)).TotalMilliseconds);

    private long BilledRestoreMilliseconds => (long)Math.Ceiling((RestoreDuration ?? TimeSpan.Zero).TotalMilliseconds);

    public string Type => "platform.report";

    public SystemLogLevel? Level => PlatformWords.LevelOf(Status, SystemLogLevel.Info);

    public string? ToText(DateTimeOffset now) => string.Create(
        CultureInfo.InvariantCulture,
        $"REPORT RequestId: {RequestId}\tDuration: {PlatformFormat.Milliseconds(Duration)} ms\tBilled Duration: {BilledMilliseconds} ms\tMemory Size: {MemoryMiB} MB\tMax Memory Used: {MaxMemoryUsedMiB} MB\t{TextOfBeginning()}{TextOfStatus()}");

    public void WriteRecord(Utf8JsonWriter json)
    {
        json.WriteString("requestId", RequestId);
        json.WriteStartObject("metrics");
        json.WriteMilliseconds("durationMs", Duration);
        json.WriteNumber("billedDurationMs", BilledMilliseconds);
        json.WriteNumber("memorySizeMB", MemoryMiB);
        json.WriteNumber("maxMemoryUsedMB", MaxMemoryUsedMiB);
        if (InitDuration is { } init)
        {
            json.WriteMilliseconds("initDurationMs", init);
        }

        if (RestoreDuration is { } restore)
        {
            json.WriteMilliseconds("restoreDurationMs", restore);
            json.WriteNumber("billedRestoreDurationMs", BilledRestoreMilliseconds);
        }

        json.WriteEndObject();
        json.WriteString("status", Status);
        json.WriteErrorType(ErrorType);
        if (ExtensionOverhead is { } overhead)
        {
            json.WriteStartArray("spans");
            overhead.WriteTo(json);
            json.WriteEndArray();
        }

        TraceContext.WriteTo(json, TraceId);
        if (TenantId is not null)
        {
            json.WriteString("tenantId", TenantId);
        }
    }

    private string TextOfBeginning()
    {
        var init = InitDuration is { } taken ? $"Init Duration: {PlatformFormat.Milliseconds(taken)} ms\t" : "";
        return RestoreDuration is { } restore
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{init}Restore Duration: {PlatformFormat.Milliseconds(restore)} ms\tBilled Restore Duration: {BilledRestoreMilliseconds} ms\t")
            : init;
    }

    private string TextOfStatus() => Status == PlatformWords.Success || IsWordedByRuntime ? "" : PlatformFormat.Failure(Status, ErrorType)[1..];
}
