namespace Goldcrest.Core.EventSources;

/// <summary>The numbers a mapping must respect beyond those of the service's model.</summary>
/// <remarks>Source: docs/contracts/event-source-mappings.md#settings.</remarks>
public static class MappingLimits
{
    public const int MaxFilters = 5;

    /// <summary>Mappings of one page, also when the client asks for more.</summary>
    public const int MaxPageSize = 100;

    internal const int DefaultQueueBatch = 10;
    internal const int DefaultBatch = 100;

    /// <summary>Largest batch of a queue that needs no window, and of a FIFO queue at all.</summary>
    internal const int MaxBatchWithoutWindow = 10;

    internal const int MinRecordAgeSeconds = 60;
    internal const int MaxRecordAgeSeconds = 604_800;
    internal const int MinQueuePollers = 2;
    internal const int MinKafkaPollers = 1;
    internal const int DefaultMaximumPollers = 200;
    internal const int MaxPollers = 2_000;
}
