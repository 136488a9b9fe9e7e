namespace Goldcrest.Core.EventSources;

/// <summary>What a mapping gets where the client names nothing.</summary>
/// <remarks>Source: docs/contracts/event-source-mappings.md#settings.</remarks>
internal static class MappingDefaults
{
    /// <param name="ownGroup">The consumer group of a Kafka mapping that names none.</param>
    public static MappingSettings Fill(EventSource source, MappingSettings asked, string ownGroup) => source switch
    {
        { IsQueue: true } => asked with
        {
            BatchSize = asked.BatchSize ?? MappingLimits.DefaultQueueBatch,
            BatchingWindowSeconds = asked.BatchingWindowSeconds ?? 0,
            ResponseTypes = asked.ResponseTypes ?? [],
        },
        { IsStream: true } => Retrying(asked) with
        {
            BatchingWindowSeconds = asked.BatchingWindowSeconds ?? 0,
            ParallelizationFactor = asked.ParallelizationFactor ?? 1,
            TumblingWindowSeconds = asked.TumblingWindowSeconds ?? 0,
        },
        { Kind: EventSourceKind.ManagedKafka } => Retrying(asked) with { ManagedKafka = Group(asked.ManagedKafka, ownGroup) },
        { Kind: EventSourceKind.SelfManagedKafka } => Retrying(asked) with { SelfManagedKafka = Group(asked.SelfManagedKafka, ownGroup) },
        { Kind: EventSourceKind.DocumentDatabase } => asked with
        {
            BatchSize = asked.BatchSize ?? MappingLimits.DefaultBatch,
            Documents = asked.Documents is { } documents ? documents with { FullDocument = documents.FullDocument ?? "Default" } : null,
        },
        _ => asked with { BatchSize = asked.BatchSize ?? MappingLimits.DefaultBatch },
    };

    /// <summary>Wishes to have nothing become nothing; pollers that are wanted get both bounds.</summary>
    public static MappingSettings Tidy(EventSource source, MappingSettings settings) => settings with
    {
        Filters = settings.Filters is { Count: > 0 } filters ? filters : null,
        KmsKeyArn = settings.KmsKeyArn is { Length: > 0 } key ? key : null,
        Metrics = settings.Metrics is { Count: > 0 } metrics ? metrics : null,
        Scaling = settings.Scaling is { MaximumConcurrency: not null } scaling ? scaling : null,
        Pollers = settings.Pollers is { IsEmpty: false } pollers ? Bounded(source, pollers) : null,
        ManagedKafka = WithoutEmptyRegistry(settings.ManagedKafka),
        SelfManagedKafka = WithoutEmptyRegistry(settings.SelfManagedKafka),
    };

    private static MappingSettings Retrying(MappingSettings asked) => asked with
    {
        BatchSize = asked.BatchSize ?? MappingLimits.DefaultBatch,
        OnFailure = asked.OnFailure ?? "",
        MaximumRecordAgeSeconds = asked.MaximumRecordAgeSeconds ?? -1,
        MaximumRetryAttempts = asked.MaximumRetryAttempts ?? -1,
        BisectOnError = asked.BisectOnError ?? false,
        ResponseTypes = asked.ResponseTypes ?? [],
    };

    private static KafkaSettings Group(KafkaSettings? asked, string ownGroup) =>
        new(asked?.ConsumerGroupId ?? ownGroup, asked?.SchemaRegistry);

    private static PollerSettings Bounded(EventSource source, PollerSettings pollers) => new(
        pollers.Minimum ?? (source.IsQueue ? MappingLimits.MinQueuePollers : MappingLimits.MinKafkaPollers),
        pollers.Maximum ?? MappingLimits.DefaultMaximumPollers,
        pollers.Group is { Length: > 0 } group ? group : null);

    private static KafkaSettings? WithoutEmptyRegistry(KafkaSettings? kafka) =>
        kafka is { SchemaRegistry.IsEmpty: true } ? kafka with { SchemaRegistry = null } : kafka;
}
