namespace Goldcrest.Core.EventSources;

/// <summary>
/// How a mapping reads its source. Asked for by a client, a null member is one the client did not name; in force, it is one that the kind of
/// source does not have or that is not set.
/// </summary>
public sealed record MappingSettings
{
    public const string AtTimestamp = "AT_TIMESTAMP";

    /// <summary>Most records of one invocation.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Longest time to wait for a full batch. Null in force stands for the half second that some sources have by default.</summary>
    public int? BatchingWindowSeconds { get; init; }

    /// <summary>Batches in flight per shard.</summary>
    public int? ParallelizationFactor { get; init; }

    /// <summary><c>TRIM_HORIZON</c>, <c>LATEST</c> or <c>AT_TIMESTAMP</c>.</summary>
    public string? StartingPosition { get; init; }

    public DateTimeOffset? StartingTimestamp { get; init; }

    /// <summary>Where discarded batches are told: an ARN or <c>kafka://topic</c>. Empty for nowhere.</summary>
    public string? OnFailure { get; init; }

    /// <summary>-1 for as long as the source keeps records.</summary>
    public int? MaximumRecordAgeSeconds { get; init; }

    /// <summary>-1 for without end.</summary>
    public int? MaximumRetryAttempts { get; init; }

    public bool? BisectOnError { get; init; }

    /// <summary>0 for no windows.</summary>
    public int? TumblingWindowSeconds { get; init; }

    public IReadOnlyList<string>? ResponseTypes { get; init; }

    public IReadOnlyList<string>? Topics { get; init; }

    public IReadOnlyList<string>? Queues { get; init; }

    public IReadOnlyList<SourceAccess>? Access { get; init; }

    /// <summary>For <see cref="EventSourceKind.ManagedKafka"/>.</summary>
    public KafkaSettings? ManagedKafka { get; init; }

    /// <summary>For <see cref="EventSourceKind.SelfManagedKafka"/>.</summary>
    public KafkaSettings? SelfManagedKafka { get; init; }

    public DocumentSelection? Documents { get; init; }

    /// <summary>Patterns; a record passes when one of them matches. Empty asks for no filtering.</summary>
    public IReadOnlyList<string>? Filters { get; init; }

    /// <summary>Empty asks for no key.</summary>
    public string? KmsKeyArn { get; init; }

    public ScalingSettings? Scaling { get; init; }

    public PollerSettings? Pollers { get; init; }

    /// <summary>Empty asks for none.</summary>
    public IReadOnlyList<string>? Metrics { get; init; }

    public string? SystemLogLevel { get; init; }
}
