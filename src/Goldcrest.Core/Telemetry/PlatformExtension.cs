using System.Text.Json;
using Goldcrest.Core.Extensions;

namespace Goldcrest.Core.Telemetry;

/// <summary>How an extension came out of INIT.</summary>
/// <param name="ErrorType">Null when it did not say that it failed.</param>
public readonly record struct PlatformExtension(string Name, ExtensionPhase State, IReadOnlyList<string> Events, string? ErrorType) : IPlatformEvent
{
    public string Type => "platform.extension";

    public SystemLogLevel? Level => State == ExtensionPhase.Ready ? SystemLogLevel.Info : SystemLogLevel.Warn;

    public string? ToText(DateTimeOffset now) =>
        $"EXTENSION\tName: {Name}\tState: {State}\tEvents: [{string.Join(',', Events)}]{(ErrorType is null ? "" : $"\tError Type: {ErrorType}")}";

    public void WriteRecord(Utf8JsonWriter json)
    {
        json.WriteString("name", Name);
        json.WriteString("state", State.ToString());
        json.WriteStrings("events", Events);
        json.WriteErrorType(ErrorType);
    }
}
