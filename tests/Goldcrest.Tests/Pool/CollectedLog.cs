using System.Collections.Concurrent;
using Goldcrest.Server.Logs;

namespace Goldcrest.Tests.Pool;

/// <summary>Keeps what was logged.</summary>
internal sealed class CollectedLog : ILogSink
{
    private readonly ConcurrentQueue<LogEvent> _events = [];

    public IReadOnlyList<string> Lines => [.. _events.Select(logEvent => logEvent.Message)];

    public void Append(LogEvent logEvent) => _events.Enqueue(logEvent);
}
