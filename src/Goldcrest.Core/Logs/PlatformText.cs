using System.Globalization;

namespace Goldcrest.Core.Logs;

/// <summary>The lines that the service itself writes into a function's log, in the text format.</summary>
/// <remarks>Source: docs/contracts/logs.md#platform-lines.</remarks>
public static class PlatformText
{
    public static string InitStart(string runtimeVersion, string runtimeVersionArn) =>
        $"INIT_START Runtime Version: {runtimeVersion}\tRuntime Version ARN: {runtimeVersionArn}";

    /// <param name="status"><c>timeout</c> or <c>error</c>.</param>
    /// <param name="errorType">Null when the status has none.</param>
    public static string InitReport(TimeSpan duration, string phase, string status, string? errorType) =>
        $"INIT_REPORT Init Duration: {Milliseconds(duration)} ms\tPhase: {phase}\tStatus: {status}{(errorType is null ? "" : $"\tError Type: {errorType}")}";

    /// <param name="state">A name of the Extensions API's phases.</param>
    /// <param name="errorType">Null when it did not say that it failed.</param>
    public static string Extension(string name, string state, IEnumerable<string> events, string? errorType) =>
        $"EXTENSION\tName: {name}\tState: {state}\tEvents: [{string.Join(',', events)}]{(errorType is null ? "" : $"\tError Type: {errorType}")}";

    public static string Start(string requestId, string version) => $"START RequestId: {requestId} Version: {version}";

    public static string Timeout(DateTimeOffset now, string requestId, string text) =>
        string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {requestId} {text}\n");

    public static string Fault(string text, string errorType) => $"{text}\n{errorType}";

    public static string End(string requestId) => $"END RequestId: {requestId}";

    public static string Report(InvocationReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"REPORT RequestId: {report.RequestId}\tDuration: {Milliseconds(report.Duration)} ms\tBilled Duration: {report.BilledMilliseconds} ms\tMemory Size: {report.MemoryMiB} MB\tMax Memory Used: {report.MaxMemoryUsedMiB} MB\t{Tail(report)}");

    private static string Tail(InvocationReport report)
    {
        var init = report.InitDuration is { } duration ? $"Init Duration: {Milliseconds(duration)} ms\t" : "";
        var status = report.Status is null ? "" : $"Status: {report.Status}{(report.ErrorType is null ? "" : $"\tError Type: {report.ErrorType}")}";
        return init + status;
    }

    private static string Milliseconds(TimeSpan duration) => duration.TotalMilliseconds.ToString("0.00", CultureInfo.InvariantCulture);
}
