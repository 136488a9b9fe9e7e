namespace Goldcrest.Core.Invoke;

/// <summary>The numbers an invocation must respect.</summary>
/// <remarks>Source: docs/limits.md.</remarks>
public static class InvokeLimits
{
    /// <summary>Largest event of a synchronous invocation, in bytes, as it is told to clients.</summary>
    public const int MaxEventBytes = 6_291_456;

    /// <summary>Largest response of a function, in bytes: 6 MiB and 100 bytes.</summary>
    public const int MaxResponseBytes = 6_291_556;

    /// <summary>Longest base64 text of a client context.</summary>
    public const int MaxClientContextBytes = 3_583;

    /// <summary>How much of the log a client gets back with its response, in bytes.</summary>
    public const int MaxLogTailBytes = 4_096;

    /// <summary>How long a sandbox may take to initialise before its first invocation.</summary>
    public static readonly TimeSpan InitTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long a restore may take, the program's hooks after it included.</summary>
    public static readonly TimeSpan RestoreTimeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan SnapshotInitTimeout = TimeSpan.FromSeconds(130);

    /// <param name="timeout">The function's.</param>
    /// <returns>How long a sandbox may take to initialise when a snapshot is to be made of it.</returns>
    public static TimeSpan SnapshotInitTimeoutFor(TimeSpan timeout) => timeout > SnapshotInitTimeout ? timeout : SnapshotInitTimeout;
}
