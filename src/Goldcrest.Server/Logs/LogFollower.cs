using System.Threading.Channels;

namespace Goldcrest.Server.Logs;

/// <summary>Somebody who watches a log group. Dispose to stop.</summary>
internal sealed class LogFollower(string account, string region, string group, Action<LogFollower> onDisposed) : IDisposable
{
    /// <summary>Events that may wait for the reader; of more, the oldest are missed.</summary>
    public const int MaxWaitingEvents = 10_000;

    private readonly Channel<LogEvent> _events = Channel.CreateBounded<LogEvent>(
        new BoundedChannelOptions(MaxWaitingEvents) { FullMode = BoundedChannelFullMode.DropOldest });

    public ChannelReader<LogEvent> Events => _events.Reader;

    public void Offer(LogEvent logEvent)
    {
        if (logEvent.Key.Group == group && logEvent.Key.Account == account && logEvent.Key.Region == region)
        {
            _events.Writer.TryWrite(logEvent);
        }
    }

    public void Dispose() => onDisposed(this);
}
