namespace Goldcrest.Core.Telemetry;

/// <summary>Something that subscribers are to hear: a platform event, or a line of a log.</summary>
public sealed record TelemetryEntry
{
    /// <summary>What an entry takes besides its line; about the size of a platform event's record.</summary>
    private const int OwnBytes = 256;

    private TelemetryEntry(DateTimeOffset time, TelemetryTypes type, int bytes) => (Time, Type, Bytes) = (time, type, OwnBytes + bytes);

    public DateTimeOffset Time { get; }

    public TelemetryTypes Type { get; }

    /// <summary>What it counts for in buffers: about what its record takes.</summary>
    public int Bytes { get; }

    /// <summary>Null for a line.</summary>
    public IPlatformEvent? Event { get; private init; }

    /// <summary>Null for a platform event.</summary>
    public string? Line { get; private init; }

    /// <summary>Whether the function logs in the JSON format, so that the line may be an object.</summary>
    public bool MayBeJson { get; private init; }

    public static TelemetryEntry Of(DateTimeOffset time, IPlatformEvent happened) => new(time, TelemetryTypes.Platform, 0) { Event = happened };

    /// <param name="type">Whose line it is.</param>
    /// <param name="bytes">Its length in UTF-8.</param>
    public static TelemetryEntry Of(DateTimeOffset time, TelemetryTypes type, string line, int bytes, bool mayBeJson) =>
        new(time, type, bytes) { Line = line, MayBeJson = mayBeJson };
}
