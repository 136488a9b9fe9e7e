using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Goldcrest.Core.Logs;

/// <summary>The same lines in the JSON format: one object a line, as the Telemetry API shapes them.</summary>
/// <remarks>Source: docs/contracts/logs.md#json.</remarks>
public static class PlatformJson
{
    public static string InitStart(DateTimeOffset now, string runtimeVersion, string runtimeVersionArn, string function, string version) =>
        Event(now, "platform.initStart", json =>
        {
            json.WriteString("initializationType", "on-demand");
            json.WriteString("phase", "init");
            json.WriteString("runtimeVersion", runtimeVersion);
            json.WriteString("runtimeVersionArn", runtimeVersionArn);
            json.WriteString("functionName", function);
            json.WriteString("functionVersion", version);
        });

    public static string InitReport(DateTimeOffset now, TimeSpan duration, string phase, string status, string? errorType) =>
        Event(now, "platform.initReport", json =>
        {
            json.WriteString("initializationType", "on-demand");
            json.WriteString("phase", phase);
            json.WriteString("status", status);
            WriteErrorType(json, errorType);
            json.WriteStartObject("metrics");
            WriteMilliseconds(json, "durationMs", duration);
            json.WriteEndObject();
        });

    public static string Extension(DateTimeOffset now, string name, string state, IEnumerable<string> events, string? errorType) =>
        Event(now, "platform.extension", json =>
        {
            json.WriteString("name", name);
            json.WriteString("state", state);
            json.WriteStartArray("events");
            foreach (var kind in events)
            {
                json.WriteStringValue(kind);
            }

            json.WriteEndArray();
            WriteErrorType(json, errorType);
        });

    public static string Start(DateTimeOffset now, string requestId, string version) =>
        Event(now, "platform.start", json =>
        {
            json.WriteString("requestId", requestId);
            json.WriteString("version", version);
        });

    public static string RuntimeDone(DateTimeOffset now, InvocationReport report) =>
        Event(now, "platform.runtimeDone", json =>
        {
            json.WriteString("requestId", report.RequestId);
            json.WriteString("status", report.Status ?? "success");
            WriteErrorType(json, report.ErrorType);
            json.WriteStartObject("metrics");
            WriteMilliseconds(json, "durationMs", report.Duration);
            json.WriteEndObject();
        });

    public static string Report(DateTimeOffset now, InvocationReport report) =>
        Event(now, "platform.report", json =>
        {
            json.WriteString("requestId", report.RequestId);
            json.WriteStartObject("metrics");
            WriteMilliseconds(json, "durationMs", report.Duration);
            json.WriteNumber("billedDurationMs", report.BilledMilliseconds);
            json.WriteNumber("memorySizeMB", report.MemoryMiB);
            json.WriteNumber("maxMemoryUsedMB", report.MaxMemoryUsedMiB);
            if (report.InitDuration is { } init)
            {
                WriteMilliseconds(json, "initDurationMs", init);
            }

            json.WriteEndObject();
            json.WriteString("status", report.Status ?? "success");
            WriteErrorType(json, report.ErrorType);
        });

    private static void WriteErrorType(Utf8JsonWriter json, string? errorType)
    {
        if (errorType is not null)
        {
            json.WriteString("errorType", errorType);
        }
    }

    private static void WriteMilliseconds(Utf8JsonWriter json, string name, TimeSpan duration) =>
        json.WriteNumber(name, Math.Round(duration.TotalMilliseconds, 3));

    private static string Event(DateTimeOffset now, string type, Action<Utf8JsonWriter> record)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time", now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteString("type", type);
            json.WriteStartObject("record");
            record(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
