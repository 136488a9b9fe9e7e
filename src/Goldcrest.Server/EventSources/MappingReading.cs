using Goldcrest.Core.EventSources;
using Goldcrest.Wire.Lambda;

namespace Goldcrest.Server.EventSources;

/// <summary>From requests to what they ask of a mapping.</summary>
internal static class MappingReading
{
    /// <returns>Null when the request names no source that a mapping can read, or two.</returns>
    public static EventSource? Source(CreateEventSourceMappingRequest request) => request switch
    {
        { EventSourceArn: { } arn, SelfManagedEventSource: null } => EventSource.FromArn(arn),
        { EventSourceArn: null, SelfManagedEventSource.Endpoints: { } endpoints }
            when endpoints.TryGetValue("KAFKA_BOOTSTRAP_SERVERS", out var servers) && servers is { Count: > 0 } => EventSource.SelfManagedKafka(servers),
        _ => null,
    };

    public static MappingSettings Asked(CreateEventSourceMappingRequest request) => new()
    {
        BatchSize = request.BatchSize,
        BatchingWindowSeconds = request.MaximumBatchingWindowInSeconds,
        ParallelizationFactor = request.ParallelizationFactor,
        StartingPosition = request.StartingPosition,
        StartingTimestamp = request.StartingPositionTimestamp,
        OnFailure = OnFailure(request.DestinationConfig),
        MaximumRecordAgeSeconds = request.MaximumRecordAgeInSeconds,
        MaximumRetryAttempts = request.MaximumRetryAttempts,
        BisectOnError = request.BisectBatchOnFunctionError,
        TumblingWindowSeconds = request.TumblingWindowInSeconds,
        ResponseTypes = request.FunctionResponseTypes,
        Topics = request.Topics,
        Queues = request.Queues,
        Access = Access(request.SourceAccessConfigurations),
        ManagedKafka = Kafka(request.AmazonManagedKafkaEventSourceConfig?.ConsumerGroupId, request.AmazonManagedKafkaEventSourceConfig?.SchemaRegistryConfig),
        SelfManagedKafka = Kafka(request.SelfManagedKafkaEventSourceConfig?.ConsumerGroupId, request.SelfManagedKafkaEventSourceConfig?.SchemaRegistryConfig),
        Documents = Documents(request.DocumentDBEventSourceConfig),
        Filters = Filters(request.FilterCriteria),
        KmsKeyArn = request.KMSKeyArn,
        Scaling = Scaling(request.ScalingConfig),
        Pollers = Pollers(request.ProvisionedPollerConfig),
        Metrics = Metrics(request.MetricsConfig),
        SystemLogLevel = request.LoggingConfig?.SystemLogLevel,
    };

    public static MappingSettings Asked(UpdateEventSourceMappingRequest request) => new()
    {
        BatchSize = request.BatchSize,
        BatchingWindowSeconds = request.MaximumBatchingWindowInSeconds,
        ParallelizationFactor = request.ParallelizationFactor,
        OnFailure = OnFailure(request.DestinationConfig),
        MaximumRecordAgeSeconds = request.MaximumRecordAgeInSeconds,
        MaximumRetryAttempts = request.MaximumRetryAttempts,
        BisectOnError = request.BisectBatchOnFunctionError,
        TumblingWindowSeconds = request.TumblingWindowInSeconds,
        ResponseTypes = request.FunctionResponseTypes,
        Access = Access(request.SourceAccessConfigurations),
        ManagedKafka = Kafka(request.AmazonManagedKafkaEventSourceConfig?.ConsumerGroupId, request.AmazonManagedKafkaEventSourceConfig?.SchemaRegistryConfig),
        SelfManagedKafka = Kafka(request.SelfManagedKafkaEventSourceConfig?.ConsumerGroupId, request.SelfManagedKafkaEventSourceConfig?.SchemaRegistryConfig),
        Documents = Documents(request.DocumentDBEventSourceConfig),
        Filters = Filters(request.FilterCriteria),
        KmsKeyArn = request.KMSKeyArn,
        Scaling = Scaling(request.ScalingConfig),
        Pollers = Pollers(request.ProvisionedPollerConfig),
        Metrics = Metrics(request.MetricsConfig),
        SystemLogLevel = request.LoggingConfig?.SystemLogLevel,
    };

    private static string? OnFailure(DestinationConfig? destinations) => destinations is null ? null : destinations.OnFailure?.Destination ?? "";

    private static IReadOnlyList<SourceAccess>? Access(IReadOnlyList<SourceAccessConfiguration>? access) =>
        access is null ? null : [.. access.Select(entry => new SourceAccess(entry?.Type, entry?.URI))];

    private static KafkaSettings? Kafka(string? group, KafkaSchemaRegistryConfig? registry) =>
        group is null && registry is null ? null : new KafkaSettings(group, Registry(registry));

    private static SchemaRegistry? Registry(KafkaSchemaRegistryConfig? registry) => registry is null ? null : new SchemaRegistry(
        registry.SchemaRegistryURI,
        registry.EventRecordFormat,
        [.. (registry.AccessConfigs ?? []).Select(entry => new SourceAccess(entry?.Type, entry?.URI))],
        [.. (registry.SchemaValidationConfigs ?? []).Select(entry => entry?.Attribute).OfType<string>()]);

    private static DocumentSelection? Documents(DocumentDBEventSourceConfig? documents) =>
        documents is null ? null : new DocumentSelection(documents.DatabaseName, documents.CollectionName, documents.FullDocument);

    /// <summary>A filter without a pattern is no pattern: it is refused, not left out.</summary>
    private static IReadOnlyList<string>? Filters(FilterCriteria? criteria) =>
        criteria is null ? null : [.. (criteria.Filters ?? []).Select(filter => filter?.Pattern ?? "")];

    private static ScalingSettings? Scaling(ScalingConfig? scaling) => scaling is null ? null : new ScalingSettings(scaling.MaximumConcurrency);

    private static PollerSettings? Pollers(ProvisionedPollerConfig? pollers) =>
        pollers is null ? null : new PollerSettings(pollers.MinimumPollers, pollers.MaximumPollers, pollers.PollerGroupName);

    private static IReadOnlyList<string>? Metrics(EventSourceMappingMetricsConfig? metrics) => metrics is null ? null : metrics.Metrics ?? [];
}
