namespace Goldcrest.Core.Telemetry;

/// <summary>What waits for one subscriber, and what was lost for it. Not thread-safe.</summary>
/// <remarks>Source: docs/contracts/extensions.md#telemetry.</remarks>
public sealed class TelemetryBuffer(TelemetrySubscription subscription)
{
    /// <summary>AWS's words.</summary>
    private const string FellBehind = "Consumer seems to have fallen behind as it has not acknowledged receipt of logs.";

    private readonly Queue<TelemetryEntry> _waiting = [];
    private long _bytes;
    private long _lostRecords;
    private long _lostBytes;

    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>Whether there is enough for a batch, whatever the time.</summary>
    public bool IsFull => _waiting.Count >= subscription.Buffering.MaxItems || _bytes >= subscription.Buffering.MaxBytes;

    public bool Wants(TelemetryEntry entry) => (entry.Type & subscription.Types) != 0 && TelemetryJson.IsTold(entry, subscription.Schema);

    public void Add(TelemetryEntry entry)
    {
        _waiting.Enqueue(entry);
        _bytes += entry.Bytes;
    }

    public void Lose(TelemetryEntry entry)
    {
        _lostRecords++;
        _lostBytes += entry.Bytes;
    }

    /// <summary>Takes the oldest, one at least, no more than fit in a batch. What was lost before is told ahead of them, to one who wants platform events.</summary>
    /// <param name="now">When it is told.</param>
    public IReadOnlyList<TelemetryEntry> Take(DateTimeOffset now)
    {
        var batch = new List<TelemetryEntry>(Math.Min(_waiting.Count, subscription.Buffering.MaxItems) + 1);
        if (_lostRecords > 0 && subscription.Types.HasFlag(TelemetryTypes.Platform))
        {
            batch.Add(TelemetryEntry.Of(now, new PlatformLogsDropped(FellBehind, _lostRecords, _lostBytes)));
            (_lostRecords, _lostBytes) = (0, 0);
        }

        var (items, bytes) = (0, 0L);
        while (_waiting.TryPeek(out var next) && items < subscription.Buffering.MaxItems
            && (items == 0 || bytes + next.Bytes <= subscription.Buffering.MaxBytes))
        {
            batch.Add(_waiting.Dequeue());
            (items, bytes) = (items + 1, bytes + next.Bytes);
        }

        _bytes -= bytes;
        return batch;
    }

    /// <summary>A batch could not be delivered. A notice of losses in it is not lost itself: what it told of counts again.</summary>
    public void Lose(IReadOnlyList<TelemetryEntry> batch)
    {
        foreach (var entry in batch)
        {
            if (entry.Event is PlatformLogsDropped notice)
            {
                (_lostRecords, _lostBytes) = (_lostRecords + notice.Records, _lostBytes + notice.Bytes);
            }
            else
            {
                Lose(entry);
            }
        }
    }
}
