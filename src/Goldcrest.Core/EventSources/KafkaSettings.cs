namespace Goldcrest.Core.EventSources;

/// <summary>What only mappings of Kafka have.</summary>
/// <param name="ConsumerGroupId">Null asks for a group of the mapping's own.</param>
/// <param name="SchemaRegistry">Null when records are not decoded.</param>
public sealed record KafkaSettings(string? ConsumerGroupId, SchemaRegistry? SchemaRegistry);
