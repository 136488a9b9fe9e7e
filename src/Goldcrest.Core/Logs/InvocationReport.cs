namespace Goldcrest.Core.Logs;

/// <summary>What the REPORT line tells about one invocation.</summary>
public sealed record InvocationReport
{
    public required string RequestId { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>Time of the initialisation that this invocation paid for; null when the sandbox was warm.</summary>
    public TimeSpan? InitDuration { get; init; }

    public required int MemoryMiB { get; init; }

    public required int MaxMemoryUsedMiB { get; init; }

    /// <summary><c>timeout</c> or <c>error</c>; null on success.</summary>
    public string? Status { get; init; }

    /// <summary>Null when the status has none.</summary>
    public string? ErrorType { get; init; }

    /// <summary>Whole milliseconds, rounded up; initialisation is billed.</summary>
    public long BilledMilliseconds => (long)Math.Ceiling((Duration + (InitDuration ?? TimeSpan.Zero)).TotalMilliseconds);
}
