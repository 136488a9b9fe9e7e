using System.Globalization;
using System.Text.Json;

namespace Goldcrest.Core.Telemetry;

/// <summary>How times, durations and failures are written, in lines and in records.</summary>
internal static class PlatformFormat
{
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string Milliseconds(TimeSpan duration) => duration.TotalMilliseconds.ToString("0.00", CultureInfo.InvariantCulture);

    public static void WriteMilliseconds(this Utf8JsonWriter json, string name, TimeSpan duration) =>
        json.WriteNumber(name, Math.Round(duration.TotalMilliseconds, 3));

    /// <param name="errorType">Null when there is none: nothing is written then.</param>
    public static void WriteErrorType(this Utf8JsonWriter json, string? errorType)
    {
        if (errorType is not null)
        {
            json.WriteString("errorType", errorType);
        }
    }

    public static void WriteStrings(this Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    /// <summary>The end of a line about something that failed.</summary>
    public static string Failure(string status, string? errorType) => $"\tStatus: {status}{(errorType is null ? "" : $"\tError Type: {errorType}")}";
}
