namespace Goldcrest.Core.Telemetry;

/// <summary>When a batch is sent: as soon as one of the three is reached.</summary>
/// <param name="Timeout">Since the oldest record of the batch.</param>
public sealed record TelemetryBuffering(int MaxItems, int MaxBytes, TimeSpan Timeout)
{
    public static TelemetryBuffering Default { get; } =
        new(TelemetryLimits.MaxItems, TelemetryLimits.MinBytes, TimeSpan.FromMilliseconds(TelemetryLimits.DefaultTimeoutMs));
}
