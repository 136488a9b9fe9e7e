using System.Collections.Concurrent;

namespace Goldcrest.Server.Logs;

/// <summary>
/// The memory that events may take while they wait for the disk. A stream has a part of it only, so that one function's flood does not
/// push out the lines of others.
/// </summary>
internal sealed class LogRoom(LogOptions options)
{
    /// <summary>What an event takes besides its text.</summary>
    private const int BytesPerEvent = 128;

    private readonly ConcurrentDictionary<LogStreamKey, long> _byStream = new();
    private long _total;

    /// <returns>False when the event must be dropped; else <see cref="Leave"/> is due when it has been written.</returns>
    public bool TryEnter(LogEvent logEvent)
    {
        var bytes = SizeOf(logEvent);
        if (Interlocked.Add(ref _total, bytes) > options.MaxWaitingBytes)
        {
            Interlocked.Add(ref _total, -bytes);
            return false;
        }

        if (_byStream.AddOrUpdate(logEvent.Key, bytes, (_, waiting) => waiting + bytes) > options.MaxWaitingBytesPerStream)
        {
            Leave(logEvent);
            return false;
        }

        return true;
    }

    public void Leave(LogEvent logEvent)
    {
        var bytes = SizeOf(logEvent);
        Interlocked.Add(ref _total, -bytes);
        if (_byStream.AddOrUpdate(logEvent.Key, 0, (_, waiting) => waiting - bytes) == 0)
        {
            // Only if nobody has come meanwhile.
            _byStream.TryRemove(KeyValuePair.Create(logEvent.Key, 0L));
        }
    }

    private static long SizeOf(LogEvent logEvent) => BytesPerEvent + (logEvent.Message.Length * sizeof(char));
}
