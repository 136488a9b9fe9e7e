using System.Globalization;
using System.Text;

namespace Goldcrest.Core.Functions;

/// <summary>
/// Where a version stands in lists: functions by name, of each <c>$LATEST</c> first, then the published ones ascending. As a marker it stays
/// right when versions before or at it go.
/// </summary>
/// <param name="Name">The function's bare name.</param>
/// <param name="Number">Of the version; 0 is <c>$LATEST</c>.</param>
/// <remarks>Source: docs/contracts/functions.md#lists.</remarks>
public readonly record struct FunctionPosition(string Name, int Number)
{
    private const string Form = "1";
    private const char Separator = ':';

    public static FunctionPosition Of(FunctionVersion version) => new(
        version.Key.Name, version.IsLatest ? 0 : int.Parse(version.Number, NumberStyles.None, CultureInfo.InvariantCulture));

    public bool IsBefore(FunctionPosition other) =>
        string.CompareOrdinal(Name, other.Name) is var byName and not 0 ? byName < 0 : Number < other.Number;

    public string ToMarker() => Convert.ToBase64String(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Form}{Separator}{Name}{Separator}{Number}")));

    /// <returns>Null when the text was never given out as a marker.</returns>
    public static FunctionPosition? TryParse(string marker)
    {
        var bytes = new byte[marker.Length];
        if (!Convert.TryFromBase64String(marker, bytes, out var length))
        {
            return null;
        }

        return Encoding.UTF8.GetString(bytes, 0, length).Split(Separator) is [Form, var name, var digits]
            && FunctionLimits.IsName(name)
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? new FunctionPosition(name, number)
                : null;
    }
}
