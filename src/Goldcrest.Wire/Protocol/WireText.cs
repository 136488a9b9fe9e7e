using System.Globalization;

namespace Goldcrest.Wire.Protocol;

/// <summary>Values that travel as text in paths, queries and headers.</summary>
/// <exception cref="WireFormatException">The text is not of the member's type.</exception>
internal static class WireText
{
    /// <summary>An empty number counts as none at all, as AWS was seen to do.</summary>
    public static int? Int(string? text) => string.IsNullOrEmpty(text) ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
        : throw Mismatch(text, "Integer");

    /// <inheritdoc cref="Int"/>
    public static long? Long(string? text) => string.IsNullOrEmpty(text) ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
        : throw Mismatch(text, "Long");

    public static double? Double(string? text) => text is null ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value
        : throw Mismatch(text, "Double");

    public static bool? Boolean(string? text) => text switch
    {
        null => null,
        _ when text.Equals("true", StringComparison.OrdinalIgnoreCase) => true,
        _ when text.Equals("false", StringComparison.OrdinalIgnoreCase) => false,
        _ => throw Mismatch(text, "Boolean"),
    };

    /// <summary>ISO 8601 with a zone, an HTTP date, or epoch seconds: each is some client's habit.</summary>
    public static DateTimeOffset? Timestamp(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
        {
            return FromEpochSeconds(seconds);
        }

        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Styles, out var value) ? value : throw Mismatch(text, "Timestamp");
    }

    /// <param name="seconds">Since 1970, with fraction; kept to the millisecond.</param>
    public static DateTimeOffset FromEpochSeconds(double seconds)
    {
        var milliseconds = Math.Round(seconds * 1000);
        return milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
            && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds)
            : throw Mismatch(seconds.ToString(CultureInfo.InvariantCulture), "Timestamp");
    }

    public static string OfTimestamp(DateTimeOffset value, string format) => format switch
    {
        "rfc822" => value.ToUniversalTime().ToString("r", CultureInfo.InvariantCulture),
        "unixTimestamp" => EpochSeconds(value).ToString(CultureInfo.InvariantCulture),
        _ => value.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture),
    };

    /// <returns>Whole seconds without a fraction, others with up to three digits.</returns>
    public static decimal EpochSeconds(DateTimeOffset value)
    {
        var milliseconds = value.ToUnixTimeMilliseconds();
        return milliseconds % 1000 == 0 ? milliseconds / 1000 : milliseconds / 1000m;
    }

    private static WireFormatException Mismatch(string text, string type) => new($"'{text}' can not be converted to {type}");
}
