using Goldcrest.Core.EventSources.Filters;

namespace Goldcrest.Core.EventSources;

/// <summary>From what a client asks of a mapping to what is in force, or to why it cannot be.</summary>
/// <remarks>Source: docs/contracts/event-source-mappings.md#settings.</remarks>
public static class MappingRules
{
    /// <param name="ownGroup">The consumer group of a Kafka mapping that names none.</param>
    /// <param name="now">A position in time cannot lie behind it.</param>
    /// <returns>Exactly one of both.</returns>
    public static (MappingSettings? Settings, MappingRefusal? Refusal) Create(
        EventSource source, MappingSettings asked, string ownGroup, DateTimeOffset now)
    {
        if (RefusePosition(source, asked, now) is { } position)
        {
            return (null, position);
        }

        if (MappingMembers.FindUnsupported(source, asked) is { } unsupported)
        {
            return (null, new MappingRefusal.Unsupported(unsupported));
        }

        if (FindMissing(source, asked) is { } missing)
        {
            return (null, new MappingRefusal.Missing(missing));
        }

        return Check(source, MappingDefaults.Fill(source, asked, ownGroup));
    }

    /// <summary>Members that the client does not name stay as they are.</summary>
    /// <returns>Exactly one of both.</returns>
    public static (MappingSettings? Settings, MappingRefusal? Refusal) Update(EventSource source, MappingSettings current, MappingSettings asked)
    {
        if (MappingMembers.FindUnsupported(source, asked) is { } unsupported)
        {
            return (null, new MappingRefusal.Unsupported(unsupported));
        }

        if (NamesAnotherGroup(current.ManagedKafka, asked.ManagedKafka) || NamesAnotherGroup(current.SelfManagedKafka, asked.SelfManagedKafka))
        {
            return (null, new MappingRefusal.Fixed("ConsumerGroupId"));
        }

        return Check(source, MappingOverlay.Lay(asked, current));
    }

    private static (MappingSettings? Settings, MappingRefusal? Refusal) Check(EventSource source, MappingSettings settings)
    {
        var tidy = MappingDefaults.Tidy(source, settings);
        var refusal = RefuseFilters(tidy.Filters) ?? MappingValues.Refuse(source, tidy);
        return refusal is null ? (tidy, null) : (null, refusal);
    }

    private static MappingRefusal? RefusePosition(EventSource source, MappingSettings asked, DateTimeOffset now)
    {
        if (source.IsQueue && (asked.StartingPosition is not null || asked.StartingTimestamp is not null))
        {
            return new MappingRefusal.QueueHasNoPosition();
        }

        if (asked.StartingPosition is null)
        {
            return source.IsQueue || source.Kind == EventSourceKind.MessageBroker ? null : new MappingRefusal.NoStartingPosition();
        }

        if (asked.StartingPosition != MappingSettings.AtTimestamp)
        {
            return asked.StartingTimestamp is null ? null : new MappingRefusal.TimestampUnused();
        }

        if (source.Kind == EventSourceKind.DynamoDbStream)
        {
            return new MappingRefusal.UnsupportedPosition(source.Arn);
        }

        return asked.StartingTimestamp switch
        {
            null => new MappingRefusal.Needs("StartingPosition AT_TIMESTAMP", "StartingPositionTimestamp"),
            { } time when time < DateTimeOffset.UnixEpoch => new MappingRefusal.TimestampNegative(),
            { } time when time > now => new MappingRefusal.TimestampInFuture(),
            _ => null,
        };
    }

    private static string? FindMissing(EventSource source, MappingSettings asked) => source.Kind switch
    {
        EventSourceKind.SelfManagedKafka when asked.Access is null => "sourceAccessConfigurations",
        EventSourceKind.ManagedKafka or EventSourceKind.SelfManagedKafka when asked.Topics is not { Count: > 0 } => "topics",
        EventSourceKind.MessageBroker when asked.Access is not { Count: > 0 } => "sourceAccessConfigurations",
        EventSourceKind.MessageBroker when asked.Queues is not { Count: > 0 } => "queues",
        EventSourceKind.DocumentDatabase when asked.Documents?.Database is null => "databaseName",
        _ => null,
    };

    private static bool NamesAnotherGroup(KafkaSettings? current, KafkaSettings? asked) =>
        asked?.ConsumerGroupId is { } group && group != current?.ConsumerGroupId;

    private static MappingRefusal? RefuseFilters(IReadOnlyList<string>? filters)
    {
        if (filters is null)
        {
            return null;
        }

        if (filters.Count > MappingLimits.MaxFilters)
        {
            return new MappingRefusal.TooManyFilters(filters.Count);
        }

        return filters.All(filter => FilterPattern.TryParse(filter) is not null) ? null : new MappingRefusal.InvalidFilter();
    }
}
