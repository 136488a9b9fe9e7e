using System.Text.Json;

namespace Goldcrest.Core.EventSources.Filters;

/// <summary>Reads the list behind <c>numeric</c>: an operator and a number, or two of each for a range.</summary>
internal static class NumericReading
{
    /// <returns>Null when the list says no range, or an empty one.</returns>
    public static ValueTest.Lies? Read(JsonElement list) => list.EnumerateArray().ToList() switch
    {
        [var sign, var number] => ReadOne(Sign(sign), FindNumber(number)),
        [var lower, var from, var upper, var to] => ReadRange(Sign(lower), FindNumber(from), Sign(upper), FindNumber(to)),
        _ => null,
    };

    /// <returns>Null when it is no number, or one beyond those that can be compared.</returns>
    public static double? FindNumber(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && Math.Abs(number) <= NumberBound.Largest ? number : null;

    private static ValueTest.Lies? ReadOne(string? sign, double? number) => (sign, number) switch
    {
        ("=", { } value) => new ValueTest.Lies(new NumberBound(value, Open: false), new NumberBound(value, Open: false)),
        (">" or ">=", { } value) => new ValueTest.Lies(new NumberBound(value, sign == ">"), null),
        ("<" or "<=", { } value) => new ValueTest.Lies(null, new NumberBound(value, sign == "<")),
        _ => null,
    };

    private static ValueTest.Lies? ReadRange(string? lower, double? from, string? upper, double? to) =>
        lower is ">" or ">=" && upper is "<" or "<=" && from < to
            ? new ValueTest.Lies(new NumberBound(from.Value, lower == ">"), new NumberBound(to.Value, upper == "<"))
            : null;

    private static string? Sign(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
