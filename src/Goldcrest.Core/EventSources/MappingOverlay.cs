namespace Goldcrest.Core.EventSources;

/// <summary>Lays what a client asks over what is in force.</summary>
internal static class MappingOverlay
{
    public static MappingSettings Lay(MappingSettings asked, MappingSettings current) => current with
    {
        BatchSize = asked.BatchSize ?? current.BatchSize,
        BatchingWindowSeconds = asked.BatchingWindowSeconds ?? current.BatchingWindowSeconds,
        ParallelizationFactor = asked.ParallelizationFactor ?? current.ParallelizationFactor,
        OnFailure = asked.OnFailure ?? current.OnFailure,
        MaximumRecordAgeSeconds = asked.MaximumRecordAgeSeconds ?? current.MaximumRecordAgeSeconds,
        MaximumRetryAttempts = asked.MaximumRetryAttempts ?? current.MaximumRetryAttempts,
        BisectOnError = asked.BisectOnError ?? current.BisectOnError,
        TumblingWindowSeconds = asked.TumblingWindowSeconds ?? current.TumblingWindowSeconds,
        ResponseTypes = asked.ResponseTypes ?? current.ResponseTypes,
        Access = asked.Access ?? current.Access,
        ManagedKafka = Lay(asked.ManagedKafka, current.ManagedKafka),
        SelfManagedKafka = Lay(asked.SelfManagedKafka, current.SelfManagedKafka),
        Documents = Lay(asked.Documents, current.Documents),
        Filters = asked.Filters ?? current.Filters,
        KmsKeyArn = asked.KmsKeyArn ?? current.KmsKeyArn,
        Scaling = asked.Scaling ?? current.Scaling,
        Pollers = Lay(asked.Pollers, current.Pollers),
        Metrics = asked.Metrics ?? current.Metrics,
        // Only provisioned pollers write such a log: without them the level has no meaning.
        SystemLogLevel = asked.SystemLogLevel ?? (asked.Pollers is { IsEmpty: true } ? null : current.SystemLogLevel),
    };

    private static KafkaSettings? Lay(KafkaSettings? asked, KafkaSettings? current) => asked is null
        ? current
        : new KafkaSettings(current?.ConsumerGroupId, asked.SchemaRegistry ?? current?.SchemaRegistry);

    private static DocumentSelection? Lay(DocumentSelection? asked, DocumentSelection? current) => asked is null
        ? current
        : new DocumentSelection(
            asked.Database ?? current?.Database,
            asked.Collection ?? current?.Collection,
            asked.FullDocument ?? current?.FullDocument);

    private static PollerSettings? Lay(PollerSettings? asked, PollerSettings? current) => asked is null or { IsEmpty: true }
        ? asked ?? current
        : new PollerSettings(asked.Minimum ?? current?.Minimum, asked.Maximum ?? current?.Maximum, asked.Group ?? current?.Group);
}
