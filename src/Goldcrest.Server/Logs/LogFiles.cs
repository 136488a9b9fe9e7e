using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Goldcrest.Server.Logs;

/// <summary>
/// Log files: one per stream, in a directory per group. The first line names the stream exactly, each further line is one event:
/// <c>{"t": milliseconds, "m": message}</c>.
/// </summary>
internal sealed class LogFiles(LogOptions options)
{
    private const int MaxNameLength = 180;

    public string PathOf(LogStreamKey key) =>
        Path.Combine(GroupDirectory(key.Account, key.Region, key.Group), FileName(key.Stream) + ".jsonl");

    public string GroupDirectory(string account, string region, string group) =>
        Path.Combine(options.Directory, FileName(account), FileName(region), FileName(group));

    public static string HeaderLine(LogStreamKey key) =>
        JsonSerializer.Serialize(new StoredLogHeader(key.Account, key.Region, key.Group, key.Stream), StoredLogJson.Default.StoredLogHeader) + "\n";

    public static string EventLine(LogEvent logEvent) =>
        JsonSerializer.Serialize(new StoredLogEvent(logEvent.Timestamp, logEvent.Message), StoredLogJson.Default.StoredLogEvent) + "\n";

    /// <summary>The files of a group as they are now. To be called between two writes.</summary>
    public IReadOnlyList<LogExtent> Extents(string account, string region, string group)
    {
        var directory = new DirectoryInfo(GroupDirectory(account, region, group));
        return directory.Exists
            ?
            [
                .. directory.EnumerateFiles("*.jsonl").Select(file => new LogExtent(
                    file.FullName,
                    new LogStreamKey(account, region, group, Uri.UnescapeDataString(Path.GetFileNameWithoutExtension(file.Name))),
                    file.Length,
                    file.LastWriteTimeUtc)),
            ]
            : [];
    }

    /// <summary>Events from a time on, oldest first; of more than <paramref name="most"/> the newest. A line cut off by a crash is passed over.</summary>
    public static IReadOnlyList<LogEvent> Read(IReadOnlyList<LogExtent> extents, long sinceMs, int most)
    {
        // The smallest is the oldest and leaves first; the second number keeps the order within a millisecond.
        var newest = new PriorityQueue<LogEvent, (long, long)>();
        var count = 0L;
        foreach (var extent in extents.OrderByDescending(extent => extent.LastWriteUtc))
        {
            var oldest = newest.Count == most ? newest.Peek().Timestamp : sinceMs;
            if (new DateTimeOffset(extent.LastWriteUtc).ToUnixTimeMilliseconds() < oldest)
            {
                break;
            }

            foreach (var logEvent in ReadStream(extent).Where(logEvent => logEvent.Timestamp >= sinceMs))
            {
                newest.Enqueue(logEvent, (logEvent.Timestamp, count++));
                if (newest.Count > most)
                {
                    newest.Dequeue();
                }
            }
        }

        return [.. Drain(newest)];
    }

    private static IEnumerable<LogEvent> Drain(PriorityQueue<LogEvent, (long, long)> events)
    {
        while (events.TryDequeue(out var logEvent, out _))
        {
            yield return logEvent;
        }
    }

    private static IEnumerable<LogEvent> ReadStream(LogExtent extent)
    {
        using var stream = new FileStream(extent.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(new LeadingPart(stream, extent.Length), Encoding.UTF8);
        var key = TryRead(reader.ReadLine(), StoredLogJson.Default.StoredLogHeader) is { Stream: not null } header
            ? new LogStreamKey(header.Account, header.Region, header.Group, header.Stream)
            : extent.Key;
        while (reader.ReadLine() is { } line)
        {
            if (TryRead(line, StoredLogJson.Default.StoredLogEvent) is { } stored)
            {
                yield return new LogEvent(key, stored.T, stored.M);
            }
        }
    }

    private static T? TryRead<T>(string? line, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return line is null ? null : JsonSerializer.Deserialize(line, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A file name that no other name maps to and that cannot leave its directory.</summary>
    private static string FileName(string name)
    {
        // What follows a plus sign is a hash: no name has one that is not escaped.
        var escaped = Uri.EscapeDataString(name).Replace(".", "%2E", StringComparison.Ordinal);
        return escaped.Length is > 0 and <= MaxNameLength
            ? escaped
            : $"{escaped[..Math.Min(100, escaped.Length)]}+{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))}";
    }
}

/// <summary>First line of a log file.</summary>
internal sealed record StoredLogHeader(string Account, string Region, string Group, string Stream);

/// <summary>A further line of a log file.</summary>
internal sealed record StoredLogEvent(long T, string M);

/// <summary>Serialisers of the log files, made at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoredLogHeader))]
[JsonSerializable(typeof(StoredLogEvent))]
internal sealed partial class StoredLogJson : JsonSerializerContext;
