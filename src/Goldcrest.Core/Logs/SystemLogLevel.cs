namespace Goldcrest.Core.Logs;

/// <summary>Which lines of the service a log in the JSON format takes.</summary>
/// <remarks>Source: docs/contracts/logs.md#json.</remarks>
public static class SystemLogLevel
{
    private const string Debug = "DEBUG";
    private const string Info = "INFO";

    /// <param name="level">DEBUG, INFO or WARN; null stands for INFO.</param>
    public static bool TakesStart(string? level) => level is null or Info or Debug;

    public static bool TakesRuntimeDone(string? level, bool isSuccess) => !isSuccess || level == Debug;

    public static bool TakesReport(string? level, bool isSuccess) => !isSuccess || TakesStart(level);
}
