namespace Goldcrest.Core.EventSources;

/// <summary>What kind of source a mapping reads; decides which settings it can have.</summary>
public enum EventSourceKind
{
    /// <summary>An SQS standard queue.</summary>
    Queue,

    /// <summary>An SQS FIFO queue.</summary>
    FifoQueue,

    /// <summary>A Kinesis data stream or one of its consumers.</summary>
    KinesisStream,

    DynamoDbStream,

    /// <summary>A cluster of Amazon MSK.</summary>
    ManagedKafka,

    /// <summary>A Kafka cluster named by its brokers; the only kind without an ARN.</summary>
    SelfManagedKafka,

    /// <summary>A broker of Amazon MQ, ActiveMQ or RabbitMQ: its ARN does not tell which.</summary>
    MessageBroker,

    /// <summary>A DocumentDB cluster.</summary>
    DocumentDatabase,
}
