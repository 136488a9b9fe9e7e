namespace Goldcrest.Core.Telemetry;

/// <summary>Which platform events a function's log has lines about, and how those read.</summary>
/// <remarks>Source: docs/contracts/logs.md#platform-lines.</remarks>
public readonly record struct PlatformLines
{
    private readonly SystemLogLevel _level;

    /// <param name="format"><c>Text</c> or <c>JSON</c>.</param>
    /// <param name="level">DEBUG, INFO or WARN, for JSON only; null stands for INFO.</param>
    public PlatformLines(string format, string? level)
    {
        IsJson = format == "JSON";
        _level = level switch
        {
            "DEBUG" => SystemLogLevel.Debug,
            null or "INFO" => SystemLogLevel.Info,
            _ => SystemLogLevel.Warn,
        };
    }

    public bool IsJson { get; }

    /// <param name="now">When it happened.</param>
    /// <returns>Null when the log says nothing about it.</returns>
    public string? Find<TEvent>(DateTimeOffset now, in TEvent happened)
        where TEvent : struct, IPlatformEvent =>
        !IsJson ? happened.ToText(now)
        : happened.Level >= _level ? PlatformJson.Write(now, happened)
        : null;
}
