namespace Goldcrest.Core.EventSources;

/// <summary>What complete settings must respect: ranges that depend on the source, and settings that exclude or need each other.</summary>
internal static class MappingValues
{
    public static MappingRefusal? Refuse(EventSource source, MappingSettings settings) =>
        RefuseBatch(source, settings)
        ?? RefuseRecordAge(settings.MaximumRecordAgeSeconds)
        ?? RefuseDestination(source, settings.OnFailure)
        ?? RefuseAccess(source, settings.Access)
        ?? RefuseRegistry((settings.ManagedKafka ?? settings.SelfManagedKafka)?.SchemaRegistry)
        ?? RefusePollers(source, settings)
        ?? RefuseObservation(source, settings);

    private static MappingRefusal? RefuseBatch(EventSource source, MappingSettings settings) => (source.Kind, settings.BatchSize) switch
    {
        (EventSourceKind.FifoQueue, > MappingLimits.MaxBatchWithoutWindow) =>
            new MappingRefusal.OutOfRange("BatchSize", settings.BatchSize.Value, 1, MappingLimits.MaxBatchWithoutWindow),
        (EventSourceKind.Queue, > MappingLimits.MaxBatchWithoutWindow) when settings.BatchingWindowSeconds is null or 0 =>
            new MappingRefusal.BatchNeedsWindow(),
        _ => null,
    };

    private static MappingRefusal.OutOfRange? RefuseRecordAge(int? seconds) => seconds is >= 0 and < MappingLimits.MinRecordAgeSeconds
        ? new MappingRefusal.OutOfRange(
            "MaximumRecordAgeInSeconds", seconds.Value, MappingLimits.MinRecordAgeSeconds, MappingLimits.MaxRecordAgeSeconds)
        : null;

    private static MappingRefusal.InvalidDestination? RefuseDestination(EventSource source, string? destination)
    {
        if (destination is null or "")
        {
            return null;
        }

        var canReceive = destination.StartsWith("kafka://", StringComparison.Ordinal) ? source.IsKafka : IsStandardTarget(destination);
        return canReceive ? null : new MappingRefusal.InvalidDestination(destination);
    }

    /// <summary>A standard queue, a standard topic or a bucket: what is ordered cannot take strays.</summary>
    private static bool IsStandardTarget(string arn) =>
        arn.Split(':', 6) is ["arn", _, "sqs" or "sns" or "s3", _, _, { Length: > 0 } resource]
        && !resource.EndsWith(".fifo", StringComparison.Ordinal);

    private static MappingRefusal? RefuseAccess(EventSource source, IReadOnlyList<SourceAccess>? access)
    {
        foreach (var entry in access ?? [])
        {
            if (entry.Type is null)
            {
                return new MappingRefusal.Missing("type");
            }

            if (entry.Uri is null)
            {
                return new MappingRefusal.Missing("URI");
            }

            if (!CanUse(source.Kind, entry.Type))
            {
                return new MappingRefusal.UnsupportedValue("SourceAccessConfigurations", entry.Type);
            }
        }

        return null;
    }

    private static bool CanUse(EventSourceKind kind, string accessType) => kind switch
    {
        EventSourceKind.SelfManagedKafka => accessType != "VIRTUAL_HOST",
        EventSourceKind.ManagedKafka => accessType is "SASL_SCRAM_512_AUTH" or "CLIENT_CERTIFICATE_TLS_AUTH",
        EventSourceKind.MessageBroker => accessType is "BASIC_AUTH" or "VIRTUAL_HOST",
        EventSourceKind.DocumentDatabase => accessType == "BASIC_AUTH",
        _ => false,
    };

    private static MappingRefusal.Missing? RefuseRegistry(SchemaRegistry? registry) => registry switch
    {
        null => null,
        { Uri: null } => new MappingRefusal.Missing("schemaRegistryURI"),
        { RecordFormat: null } => new MappingRefusal.Missing("eventRecordFormat"),
        _ => null,
    };

    private static MappingRefusal? RefusePollers(EventSource source, MappingSettings settings)
    {
        if (settings.Pollers is not { Minimum: { } minimum, Maximum: { } maximum } pollers)
        {
            return null;
        }

        if (settings.Scaling is not null)
        {
            return new MappingRefusal.Exclusive("ScalingConfig", "ProvisionedPollerConfig");
        }

        if (source.IsQueue && pollers.Group is not null)
        {
            return new MappingRefusal.Unsupported("PollerGroupName");
        }

        var least = source.IsQueue ? MappingLimits.MinQueuePollers : MappingLimits.MinKafkaPollers;
        if (maximum < least)
        {
            return new MappingRefusal.OutOfRange("MaximumPollers", maximum, least, MappingLimits.MaxPollers);
        }

        return minimum < least || minimum > maximum ? new MappingRefusal.OutOfRange("MinimumPollers", minimum, least, maximum) : null;
    }

    private static MappingRefusal? RefuseObservation(EventSource source, MappingSettings settings)
    {
        if (!source.IsKafka && settings.Metrics?.FirstOrDefault(metric => metric != "EventCount") is { } kafkaOnly)
        {
            return new MappingRefusal.UnsupportedValue("MetricsConfig", kafkaOnly);
        }

        return settings is { SystemLogLevel: not null, Pollers: null }
            ? new MappingRefusal.Needs("LoggingConfig", "ProvisionedPollerConfig")
            : null;
    }
}
