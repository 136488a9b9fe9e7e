using System.Collections;
using System.Globalization;
using System.Text;

namespace Goldcrest.Wire.Protocol;

/// <summary>Prints values as AWS's servers do in their messages: <c>[a, b]</c>, <c>{k=v}</c>, <c>-1.0</c>, <c>null</c>.</summary>
internal static class JavaText
{
    /// <remarks>A structure prints as its name alone: what its members would look like is not recorded, and some are secret.</remarks>
    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => text,
        double number => Of(number),
        IReadOnlyDictionary<string, double> map => Map(map),
        IReadOnlyDictionary<string, string> map => Map(map),
        IReadOnlyDictionary<string, IReadOnlyList<string>> map => Map(map),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Of))}]",
        _ => value.GetType().Name,
    };

    /// <summary>A double in Java's spelling: always a fraction, an exponent from ten million on and below a thousandth.</summary>
    public static string Of(double value)
    {
        var plain = Math.Abs(value) is 0 or (>= 1e-3 and < 1e7);
        var text = value.ToString(plain ? "0.0################" : "0.0################E0", CultureInfo.InvariantCulture);
        return double.IsFinite(value) ? text : value.ToString(CultureInfo.InvariantCulture);
    }

    private static string Map<T>(IReadOnlyDictionary<string, T> map)
    {
        var text = new StringBuilder("{");
        foreach (var (key, value) in map)
        {
            text.Append(text.Length > 1 ? ", " : string.Empty).Append(key).Append('=').Append(Of(value));
        }

        return text.Append('}').ToString();
    }
}
