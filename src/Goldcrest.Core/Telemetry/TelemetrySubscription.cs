namespace Goldcrest.Core.Telemetry;

/// <summary>What an extension asks for, complete and checked.</summary>
public sealed record TelemetrySubscription(
    TelemetrySchema Schema, TelemetryTypes Types, TelemetryDestination Destination, TelemetryBuffering Buffering)
{
    /// <summary>Whether it came by the old Logs API.</summary>
    public bool IsOfLogsApi => Schema <= TelemetrySchema.Logs20210318;
}
