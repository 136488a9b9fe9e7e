using System.Text.Json;

namespace Goldcrest.Core.Telemetry;

/// <summary>
/// Something that the platform did, or saw, in the life of a sandbox. The lines of a function's log and the records that extensions get are both written from
/// it: nothing else says what happened.
/// </summary>
/// <remarks>
/// Implemented by structs, and passed on as what they are: an event that nobody wants to hear of costs nothing. Source: docs/contracts/extensions.md#platform-events.
/// </remarks>
public interface IPlatformEvent
{
    /// <summary>As AWS calls it, such as <c>platform.start</c>.</summary>
    string Type { get; }

    /// <summary>From which level on a log in the JSON format has it; null when such logs never do.</summary>
    SystemLogLevel? Level { get; }

    /// <param name="now">When it happened.</param>
    /// <returns>Its line in the text format; null when it has none.</returns>
    string? ToText(DateTimeOffset now);

    /// <summary>Writes the members of its record.</summary>
    void WriteRecord(Utf8JsonWriter json);
}
