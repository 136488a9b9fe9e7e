namespace Goldcrest.Server.Logs;

/// <summary>A log file as it was at one moment, between two lines.</summary>
/// <param name="Key">As the path tells it; the file's first line knows better.</param>
internal sealed record LogExtent(string Path, LogStreamKey Key, long Length, DateTime LastWriteUtc);
