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

    /// <summary>All events of a group from a time on, oldest first. A line cut off by a crash is passed over.</summary>
    public IReadOnlyList<LogEvent> Read(string account, string region, string group, long sinceMs)
    {
        var directory = GroupDirectory(account, region, group);
        if (!Directory.Exists(directory))
        {
            return [];
        }

        var since = DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(0, sinceMs)).UtcDateTime;
        return
        [
            .. Directory.EnumerateFiles(directory, "*.jsonl")
                .Where(file => File.GetLastWriteTimeUtc(file) >= since)
                .SelectMany(ReadStream)
                .Where(logEvent => logEvent.Timestamp >= sinceMs)
                .OrderBy(logEvent => logEvent.Timestamp),
        ];
    }

    private static IEnumerable<LogEvent> ReadStream(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        if (TryRead(reader.ReadLine(), StoredLogJson.Default.StoredLogHeader) is not { } header)
        {
            yield break;
        }

        var key = new LogStreamKey(header.Account, header.Region, header.Group, header.Stream);
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
        var escaped = Uri.EscapeDataString(name).Replace(".", "%2E", StringComparison.Ordinal);
        return escaped.Length <= MaxNameLength
            ? escaped
            : $"{escaped[..100]}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))}";
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
