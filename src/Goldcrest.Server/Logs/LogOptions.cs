namespace Goldcrest.Server.Logs;

/// <summary>Where and how logs are kept.</summary>
internal sealed record LogOptions
{
    /// <summary>Directory of the log files.</summary>
    public required string Directory { get; init; }

    /// <summary>Events that may wait for the disk; more are dropped and counted.</summary>
    public int MaxWaitingEvents { get; init; } = 65_536;

    /// <summary>Memory that waiting events may take.</summary>
    public long MaxWaitingBytes { get; init; } = 128 << 20;

    /// <summary>The same of one stream, which is one sandbox.</summary>
    public long MaxWaitingBytesPerStream { get; init; } = 16 << 20;

    /// <summary>Events that one reading gives out: the newest.</summary>
    public int MaxReadEvents { get; init; } = 10_000;
}
