namespace Goldcrest.Server.Logs;

/// <summary>Names one log stream. One sandbox writes to one stream.</summary>
internal readonly record struct LogStreamKey(string Account, string Region, string Group, string Stream);
