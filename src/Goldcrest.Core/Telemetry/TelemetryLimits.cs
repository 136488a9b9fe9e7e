namespace Goldcrest.Core.Telemetry;

/// <summary>What subscriptions may ask for, and what they may cost.</summary>
/// <remarks>Source: docs/contracts/extensions.md#telemetry.</remarks>
public static class TelemetryLimits
{
    public const int MinItems = 1_000;
    public const int MaxItems = 10_000;
    public const int MinBytes = 262_144;
    public const int MaxBytes = 1_048_576;
    public const int MinTimeoutMs = 25;
    public const int MaxTimeoutMs = 30_000;
    public const int DefaultTimeoutMs = 1_000;

    /// <summary>Where the Runtime API listens.</summary>
    public const int ReservedPort = 9001;

    /// <summary>What waits for all subscribers of one sandbox, in bytes.</summary>
    public const int MaxWaitingBytesPerSandbox = 8 * 1024 * 1024;

    /// <summary>What waits for all subscribers of the node, in bytes.</summary>
    public const long MaxWaitingBytes = 128L * 1024 * 1024;

    /// <summary>What is kept of an INIT for those who subscribe later in it, in bytes.</summary>
    public const int MaxInitBytes = 128 * 1024;

    /// <summary>How long a subscriber may take for one batch before it counts as not delivered. Time in which its sandbox is frozen does not count.</summary>
    public static readonly TimeSpan AttemptLimit = TimeSpan.FromSeconds(10);

    /// <summary>How often a batch is sent before it counts as lost.</summary>
    public const int MaxAttempts = 8;

    /// <param name="failures">Attempts that failed, at least 1.</param>
    /// <returns>The wait before the next: 50 ms, then twice as much each time.</returns>
    public static TimeSpan BackOff(int failures) => TimeSpan.FromMilliseconds(50 << (failures - 1));
}
