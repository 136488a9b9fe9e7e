namespace Goldcrest.Core.Telemetry;

/// <summary>In which form a subscriber wants its records; in order of their age.</summary>
/// <remarks>Source: docs/contracts/extensions.md#telemetry.</remarks>
public enum TelemetrySchema
{
    /// <summary>Of the Logs API: no news of INIT and of the end of the runtime.</summary>
    Logs20200815,

    /// <summary>Of the Logs API.</summary>
    Logs20210318,

    /// <summary>Lines are text, whatever they hold.</summary>
    Telemetry20220701,

    /// <summary>Lines of a function that logs JSON are objects.</summary>
    Telemetry20221213,

    Telemetry20250129,
}
