using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Goldcrest.Core.EventSources;

namespace Goldcrest.Server.Storage;

/// <summary>An event source mapping as it is kept in the database. Members may be added, never renamed: it outlives releases.</summary>
internal sealed record StoredEventSourceMapping
{
    public required string FunctionArn { get; init; }
    public required bool Enabled { get; init; }
    public required string Phase { get; init; }
    public required long LastModified { get; init; }
    public string? SourceArn { get; init; }
    public IReadOnlyList<string>? BootstrapServers { get; init; }
    public Dictionary<string, string>? Tags { get; init; }
    public int? BatchSize { get; init; }
    public int? BatchingWindowSeconds { get; init; }
    public int? ParallelizationFactor { get; init; }
    public string? StartingPosition { get; init; }
    public long? StartingTimestamp { get; init; }
    public string? OnFailure { get; init; }
    public int? MaximumRecordAgeSeconds { get; init; }
    public int? MaximumRetryAttempts { get; init; }
    public bool? BisectOnError { get; init; }
    public int? TumblingWindowSeconds { get; init; }
    public IReadOnlyList<string>? ResponseTypes { get; init; }
    public IReadOnlyList<string>? Topics { get; init; }
    public IReadOnlyList<string>? Queues { get; init; }
    public IReadOnlyList<StoredAccess>? Access { get; init; }
    public string? ConsumerGroup { get; init; }
    public StoredRegistry? Registry { get; init; }
    public string? Database { get; init; }
    public string? Collection { get; init; }
    public string? FullDocument { get; init; }
    public IReadOnlyList<string>? Filters { get; init; }
    public string? KmsKeyArn { get; init; }
    public int? MaximumConcurrency { get; init; }
    public int? MinimumPollers { get; init; }
    public int? MaximumPollers { get; init; }
    public string? PollerGroup { get; init; }
    public IReadOnlyList<string>? Metrics { get; init; }
    public string? SystemLogLevel { get; init; }

    public static DocumentKind<EventSourceMapping> Kind { get; } = new(
        "event-source-mapping",
        mapping => new DocumentPlace(mapping.Key.Account, mapping.Key.Region, mapping.Key.Uuid),
        mapping => JsonSerializer.Serialize(From(mapping), StoredEventSourceMappingJson.Default.StoredEventSourceMapping),
        (place, json) => (JsonSerializer.Deserialize(json, StoredEventSourceMappingJson.Default.StoredEventSourceMapping)
            ?? throw new JsonException("The stored mapping is null.")).ToMapping(new MappingKey(place.Account, place.Region, place.Name)));

    private static StoredEventSourceMapping From(EventSourceMapping mapping)
    {
        var settings = mapping.Settings;
        var kafka = settings.ManagedKafka ?? settings.SelfManagedKafka;
        return new StoredEventSourceMapping
        {
            FunctionArn = mapping.FunctionArn,
            Enabled = mapping.Enabled,
            Phase = mapping.Phase.ToString(),
            LastModified = mapping.LastModified.ToUnixTimeMilliseconds(),
            SourceArn = mapping.Source.Arn,
            BootstrapServers = mapping.Source.Arn is null ? mapping.Source.BootstrapServers : null,
            Tags = mapping.Tags.IsEmpty ? null : new Dictionary<string, string>(mapping.Tags),
            BatchSize = settings.BatchSize,
            BatchingWindowSeconds = settings.BatchingWindowSeconds,
            ParallelizationFactor = settings.ParallelizationFactor,
            StartingPosition = settings.StartingPosition,
            StartingTimestamp = settings.StartingTimestamp?.ToUnixTimeMilliseconds(),
            OnFailure = settings.OnFailure,
            MaximumRecordAgeSeconds = settings.MaximumRecordAgeSeconds,
            MaximumRetryAttempts = settings.MaximumRetryAttempts,
            BisectOnError = settings.BisectOnError,
            TumblingWindowSeconds = settings.TumblingWindowSeconds,
            ResponseTypes = settings.ResponseTypes,
            Topics = settings.Topics,
            Queues = settings.Queues,
            Access = Store(settings.Access),
            ConsumerGroup = kafka?.ConsumerGroupId,
            Registry = kafka?.SchemaRegistry is { } registry
                ? new StoredRegistry(registry.Uri, registry.RecordFormat, Store(registry.Access), registry.Validated)
                : null,
            Database = settings.Documents?.Database,
            Collection = settings.Documents?.Collection,
            FullDocument = settings.Documents?.FullDocument,
            Filters = settings.Filters,
            KmsKeyArn = settings.KmsKeyArn,
            MaximumConcurrency = settings.Scaling?.MaximumConcurrency,
            MinimumPollers = settings.Pollers?.Minimum,
            MaximumPollers = settings.Pollers?.Maximum,
            PollerGroup = settings.Pollers?.Group,
            Metrics = settings.Metrics,
            SystemLogLevel = settings.SystemLogLevel,
        };
    }

    private EventSourceMapping ToMapping(MappingKey key)
    {
        var source = SourceArn is { } arn
            ? EventSource.FromArn(arn) ?? throw new JsonException($"{arn} is stored as an event source and is none.")
            : EventSource.SelfManagedKafka(BootstrapServers ?? []);
        return new EventSourceMapping
        {
            Key = key,
            Source = source,
            FunctionArn = FunctionArn,
            Enabled = Enabled,
            Phase = Enum.Parse<MappingPhase>(Phase),
            LastModified = DateTimeOffset.FromUnixTimeMilliseconds(LastModified),
            Tags = (Tags ?? []).ToImmutableSortedDictionary(StringComparer.Ordinal),
            Settings = ToSettings(source.Kind),
        };
    }

    private MappingSettings ToSettings(EventSourceKind kind)
    {
        var kafka = new KafkaSettings(ConsumerGroup, Registry is { } registry
            ? new SchemaRegistry(registry.Uri, registry.RecordFormat, Load(registry.Access) ?? [], registry.Validated ?? [])
            : null);
        return new MappingSettings
        {
            BatchSize = BatchSize,
            BatchingWindowSeconds = BatchingWindowSeconds,
            ParallelizationFactor = ParallelizationFactor,
            StartingPosition = StartingPosition,
            StartingTimestamp = StartingTimestamp is { } start ? DateTimeOffset.FromUnixTimeMilliseconds(start) : null,
            OnFailure = OnFailure,
            MaximumRecordAgeSeconds = MaximumRecordAgeSeconds,
            MaximumRetryAttempts = MaximumRetryAttempts,
            BisectOnError = BisectOnError,
            TumblingWindowSeconds = TumblingWindowSeconds,
            ResponseTypes = ResponseTypes,
            Topics = Topics,
            Queues = Queues,
            Access = Load(Access),
            ManagedKafka = kind == EventSourceKind.ManagedKafka ? kafka : null,
            SelfManagedKafka = kind == EventSourceKind.SelfManagedKafka ? kafka : null,
            Documents = kind == EventSourceKind.DocumentDatabase ? new DocumentSelection(Database, Collection, FullDocument) : null,
            Filters = Filters,
            KmsKeyArn = KmsKeyArn,
            Scaling = MaximumConcurrency is { } most ? new ScalingSettings(most) : null,
            Pollers = MaximumPollers is null ? null : new PollerSettings(MinimumPollers, MaximumPollers, PollerGroup),
            Metrics = Metrics,
            SystemLogLevel = SystemLogLevel,
        };
    }

    private static IReadOnlyList<StoredAccess>? Store(IReadOnlyList<SourceAccess>? access) =>
        access is null ? null : [.. access.Select(entry => new StoredAccess(entry.Type, entry.Uri))];

    private static IReadOnlyList<SourceAccess>? Load(IReadOnlyList<StoredAccess>? access) =>
        access is null ? null : [.. access.Select(entry => new SourceAccess(entry.Type, entry.Uri))];

    internal sealed record StoredAccess(string? Type, string? Uri);

    internal sealed record StoredRegistry(
        string? Uri, string? RecordFormat, IReadOnlyList<StoredAccess>? Access, IReadOnlyList<string>? Validated);
}

/// <summary>Serialisers of stored mappings, made at build time.</summary>
[JsonSerializable(typeof(StoredEventSourceMapping))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class StoredEventSourceMappingJson : JsonSerializerContext;
