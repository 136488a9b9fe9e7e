using System.Diagnostics.Metrics;

namespace Goldcrest.Server.Logs;

/// <summary>What can be counted of the logs.</summary>
internal sealed class LogMeters(IMeterFactory meters)
{
    /// <summary>Log events that found the queue to the disk full, or a disk that took no more, in events.</summary>
    public Counter<long> EventsDropped { get; } =
        meters.Create("Goldcrest.Logs").CreateCounter<long>("goldcrest.logs.dropped", "{event}", "Log events dropped because the disk was too slow or full");
}
