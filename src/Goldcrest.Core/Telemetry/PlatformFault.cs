using System.Text.Json;
using Goldcrest.Core.Invoke;

namespace Goldcrest.Core.Telemetry;

/// <summary>An invocation failed in a way that the service words. Only text says so, and the Logs API, whose record is the text.</summary>
public readonly record struct PlatformFault(string RequestId, FunctionFault Fault) : IPlatformEvent
{
    public string Type => "platform.fault";

    public SystemLogLevel? Level => null;

    public string? ToText(DateTimeOffset now) => Fault.IsTimeout
        ? $"{PlatformFormat.Time(now)} {RequestId} {Fault.Message}\n"
        : $"{Fault.TextFor(RequestId)}\n{Fault.ErrorType}";

    public void WriteRecord(Utf8JsonWriter json)
    {
    }
}
