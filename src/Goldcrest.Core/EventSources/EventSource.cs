namespace Goldcrest.Core.EventSources;

/// <summary>The thing a mapping reads from. Named once, at creation; never changed.</summary>
public sealed record EventSource
{
    private EventSource() { }

    public required EventSourceKind Kind { get; init; }

    /// <summary>Null exactly for <see cref="EventSourceKind.SelfManagedKafka"/>.</summary>
    public string? Arn { get; private init; }

    /// <summary>Host and port of brokers, as the client listed them; empty for every other kind.</summary>
    public IReadOnlyList<string> BootstrapServers { get; private init; } = [];

    public bool IsQueue => Kind is EventSourceKind.Queue or EventSourceKind.FifoQueue;

    /// <summary>Read shard by shard.</summary>
    public bool IsStream => Kind is EventSourceKind.KinesisStream or EventSourceKind.DynamoDbStream;

    public bool IsKafka => Kind is EventSourceKind.ManagedKafka or EventSourceKind.SelfManagedKafka;

    /// <returns>Null when the ARN names nothing that a mapping can read.</returns>
    /// <remarks>Source: docs/contracts/event-source-mappings.md#sources.</remarks>
    public static EventSource? FromArn(string arn)
    {
        if (arn.Split(':', 6) is not ["arn", _, var service, { Length: > 0 }, { Length: > 0 }, { Length: > 0 } resource])
        {
            return null;
        }

        EventSourceKind? kind = service switch
        {
            "sqs" when IsPlain(resource) => resource.EndsWith(".fifo", StringComparison.Ordinal) ? EventSourceKind.FifoQueue : EventSourceKind.Queue,
            "kinesis" when Below(resource, "stream/") => EventSourceKind.KinesisStream,
            "dynamodb" when Below(resource, "table/") && resource.Contains("/stream/", StringComparison.Ordinal) => EventSourceKind.DynamoDbStream,
            "kafka" when Below(resource, "cluster/") || Below(resource, "vpc-connection/") => EventSourceKind.ManagedKafka,
            "mq" when Below(resource, "broker:") => EventSourceKind.MessageBroker,
            "rds" when Below(resource, "cluster:") => EventSourceKind.DocumentDatabase,
            _ => null,
        };
        return kind is { } known ? new EventSource { Kind = known, Arn = arn } : null;
    }

    public static EventSource SelfManagedKafka(IReadOnlyList<string> bootstrapServers) =>
        new() { Kind = EventSourceKind.SelfManagedKafka, BootstrapServers = bootstrapServers };

    private static bool Below(string resource, string prefix) =>
        resource.Length > prefix.Length && resource.StartsWith(prefix, StringComparison.Ordinal);

    private static bool IsPlain(string resource) => resource.AsSpan().IndexOfAny(':', '/') < 0;
}
