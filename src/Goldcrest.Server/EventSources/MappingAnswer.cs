using Goldcrest.Core.EventSources;
using Goldcrest.Wire.Lambda;

namespace Goldcrest.Server.EventSources;

/// <summary>From the core's mapping to the wire's.</summary>
internal static class MappingAnswer
{
    /// <summary>Stands where the service would tell of the last poll.</summary>
    public const string NothingPolls = "Nothing processed: this release of Goldcrest keeps event source mappings and does not poll their sources.";

    public static EventSourceMappingConfiguration ToWire(EventSourceMapping mapping)
    {
        var settings = mapping.Settings;
        return new EventSourceMappingConfiguration
        {
            UUID = mapping.Key.Uuid,
            EventSourceMappingArn = mapping.Key.Arn,
            EventSourceArn = mapping.Source.Arn,
            SelfManagedEventSource = SelfManaged(mapping.Source),
            FunctionArn = mapping.FunctionArn,
            State = mapping.Phase.ToString(),
            StateTransitionReason = mapping.Source.IsStream ? "User action" : "USER_INITIATED",
            LastProcessingResult = NothingPolls,
            LastModified = mapping.LastModified,
            BatchSize = settings.BatchSize,
            MaximumBatchingWindowInSeconds = settings.BatchingWindowSeconds,
            ParallelizationFactor = settings.ParallelizationFactor,
            StartingPosition = settings.StartingPosition,
            StartingPositionTimestamp = settings.StartingTimestamp,
            DestinationConfig = Destinations(settings.OnFailure),
            MaximumRecordAgeInSeconds = settings.MaximumRecordAgeSeconds,
            MaximumRetryAttempts = settings.MaximumRetryAttempts,
            BisectBatchOnFunctionError = settings.BisectOnError,
            TumblingWindowInSeconds = settings.TumblingWindowSeconds,
            FunctionResponseTypes = settings.ResponseTypes,
            Topics = settings.Topics,
            Queues = settings.Queues,
            SourceAccessConfigurations = settings.Access is { } access
                ? [.. access.Select(entry => new SourceAccessConfiguration { Type = entry.Type, URI = entry.Uri })]
                : null,
            AmazonManagedKafkaEventSourceConfig = settings.ManagedKafka is { } managed
                ? new AmazonManagedKafkaEventSourceConfig { ConsumerGroupId = managed.ConsumerGroupId, SchemaRegistryConfig = Registry(managed.SchemaRegistry) }
                : null,
            SelfManagedKafkaEventSourceConfig = settings.SelfManagedKafka is { } own
                ? new SelfManagedKafkaEventSourceConfig { ConsumerGroupId = own.ConsumerGroupId, SchemaRegistryConfig = Registry(own.SchemaRegistry) }
                : null,
            DocumentDBEventSourceConfig = settings.Documents is { } documents
                ? new DocumentDBEventSourceConfig { DatabaseName = documents.Database, CollectionName = documents.Collection, FullDocument = documents.FullDocument }
                : null,
            FilterCriteria = settings.Filters is { } filters
                ? new FilterCriteria { Filters = [.. filters.Select(pattern => new Filter { Pattern = pattern })] }
                : null,
            KMSKeyArn = settings.KmsKeyArn,
            ScalingConfig = settings.Scaling is { } scaling ? new ScalingConfig { MaximumConcurrency = scaling.MaximumConcurrency } : null,
            ProvisionedPollerConfig = settings.Pollers is { } pollers
                ? new ProvisionedPollerConfig { MinimumPollers = pollers.Minimum, MaximumPollers = pollers.Maximum, PollerGroupName = pollers.Group }
                : null,
            MetricsConfig = settings.Metrics is { } metrics ? new EventSourceMappingMetricsConfig { Metrics = metrics } : null,
            LoggingConfig = settings.SystemLogLevel is { } level ? new EventSourceMappingLoggingConfig { SystemLogLevel = level } : null,
        };
    }

    private static SelfManagedEventSource? SelfManaged(EventSource source) => source.Kind != EventSourceKind.SelfManagedKafka ? null : new SelfManagedEventSource
    {
        Endpoints = new Dictionary<string, IReadOnlyList<string>> { ["KAFKA_BOOTSTRAP_SERVERS"] = source.BootstrapServers },
    };

    private static DestinationConfig? Destinations(string? onFailure) => onFailure is null ? null : new DestinationConfig
    {
        OnFailure = new OnFailure { Destination = onFailure.Length == 0 ? null : onFailure },
    };

    private static KafkaSchemaRegistryConfig? Registry(SchemaRegistry? registry) => registry is null ? null : new KafkaSchemaRegistryConfig
    {
        SchemaRegistryURI = registry.Uri,
        EventRecordFormat = registry.RecordFormat,
        AccessConfigs = [.. registry.Access.Select(entry => new KafkaSchemaRegistryAccessConfig { Type = entry.Type, URI = entry.Uri })],
        SchemaValidationConfigs = [.. registry.Validated.Select(attribute => new KafkaSchemaValidationConfig { Attribute = attribute })],
    };
}
