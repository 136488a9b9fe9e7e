namespace Goldcrest.Core.EventSources;

/// <summary>Which kind of source has which settings, as one table.</summary>
/// <remarks>Source: docs/contracts/event-source-mappings.md#settings.</remarks>
internal static class MappingMembers
{
    private static readonly Row[] Rows =
    [
        new("FilterCriteria", settings => settings.Filters is { Count: > 0 }, source => source.Kind != EventSourceKind.DocumentDatabase),
        new("MaximumBatchingWindowInSeconds", settings => settings.BatchingWindowSeconds > 0, source => source.Kind != EventSourceKind.FifoQueue),
        new("ParallelizationFactor", settings => settings.ParallelizationFactor is not null, source => source.IsStream),
        new("StartingPosition", settings => settings.StartingPosition is not null, HasPosition),
        new("StartingPositionTimestamp", settings => settings.StartingTimestamp is not null, HasPosition),
        new("DestinationConfig", settings => settings.OnFailure is { Length: > 0 }, RetriesItself),
        new("MaximumRecordAgeInSeconds", settings => settings.MaximumRecordAgeSeconds is not null, RetriesItself),
        new("BisectBatchOnFunctionError", settings => settings.BisectOnError is not null, RetriesItself),
        new("MaximumRetryAttempts", settings => settings.MaximumRetryAttempts is not null, RetriesItself),
        new("TumblingWindowInSeconds", settings => settings.TumblingWindowSeconds is not null, source => source.IsStream),
        new("Topics", settings => settings.Topics is { Count: > 0 }, source => source.IsKafka),
        new("Queues", settings => settings.Queues is { Count: > 0 }, source => source.Kind == EventSourceKind.MessageBroker),
        new("SourceAccessConfigurations", settings => settings.Access is { Count: > 0 }, source => !source.IsQueue && !source.IsStream),
        new("FunctionResponseTypes", settings => settings.ResponseTypes is { Count: > 0 }, source => source.IsQueue || RetriesItself(source)),
        new("AmazonManagedKafkaEventSourceConfig", settings => settings.ManagedKafka is not null, source => source.Kind == EventSourceKind.ManagedKafka),
        new("SelfManagedKafkaEventSourceConfig", settings => settings.SelfManagedKafka is not null, source => source.Kind == EventSourceKind.SelfManagedKafka),
        new("ScalingConfig", settings => settings.Scaling is { MaximumConcurrency: not null }, source => source.IsQueue),
        new("DocumentDBEventSourceConfig", settings => settings.Documents is not null, source => source.Kind == EventSourceKind.DocumentDatabase),
        new("MetricsConfig", settings => settings.Metrics is { Count: > 0 }, source => source.IsQueue || RetriesItself(source)),
        new("LoggingConfig", settings => settings.SystemLogLevel is not null, source => source.IsKafka),
        new("ProvisionedPollerConfig", settings => settings.Pollers is { IsEmpty: false }, source => source.IsQueue || source.IsKafka),
    ];

    /// <returns>The first member that was named and that the source does not have; null when all fit.</returns>
    public static string? FindUnsupported(EventSource source, MappingSettings asked) =>
        Array.Find(Rows, row => row.IsGiven(asked) && !row.Fits(source))?.Member;

    private static bool HasPosition(EventSource source) =>
        source.IsStream || source.IsKafka || source.Kind == EventSourceKind.DocumentDatabase;

    /// <summary>The poller itself tries a failed batch again; queues and brokers do so for others.</summary>
    private static bool RetriesItself(EventSource source) => source.IsStream || source.IsKafka;

    private sealed record Row(string Member, Func<MappingSettings, bool> IsGiven, Func<EventSource, bool> Fits);
}
