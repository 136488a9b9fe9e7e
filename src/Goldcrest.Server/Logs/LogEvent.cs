namespace Goldcrest.Server.Logs;

/// <summary>One line of a log; it may hold line breaks when the runtime wrote it as one event.</summary>
/// <param name="Timestamp">Milliseconds since 1970, when the node saw it.</param>
internal sealed record LogEvent(LogStreamKey Key, long Timestamp, string Message);
