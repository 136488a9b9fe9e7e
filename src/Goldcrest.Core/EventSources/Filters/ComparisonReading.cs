using System.Text.Json;

namespace Goldcrest.Core.EventSources.Filters;

/// <summary>Reads one value of a field's list in a pattern: a plain value or an object of one operator.</summary>
internal static class ComparisonReading
{
    /// <summary>True for <c>{"exists": false}</c>, which asks about the record and not about a value.</summary>
    public static bool IsAbsence(JsonElement wanted) =>
        Operator(wanted) is { Name: "exists", Value.ValueKind: JsonValueKind.False };

    /// <returns>Null when it is no comparison.</returns>
    public static ValueTest? Read(JsonElement wanted) => wanted.ValueKind switch
    {
        JsonValueKind.String => new ValueTest.EqualsText(wanted.GetString()!),
        JsonValueKind.Number => new ValueTest.EqualsWritten(wanted.GetRawText()),
        JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null => new ValueTest.EqualsLiteral(wanted.ValueKind),
        JsonValueKind.Object => Operator(wanted) is { } comparison ? ReadOperator(comparison.Name, comparison.Value) : null,
        _ => null,
    };

    private static ValueTest? ReadOperator(string name, JsonElement operand) => (name, operand.ValueKind) switch
    {
        ("exactly", JsonValueKind.String) => new ValueTest.EqualsText(operand.GetString()!),
        ("prefix", JsonValueKind.String) => new ValueTest.Begins(operand.GetString()!),
        ("suffix", JsonValueKind.String) => new ValueTest.Ends(operand.GetString()!),
        ("equals-ignore-case", JsonValueKind.String) => new ValueTest.EqualsIgnoringCase(operand.GetString()!),
        ("exists", JsonValueKind.True) => new ValueTest.Exists(),
        ("numeric", JsonValueKind.Array) => NumericReading.Read(operand),
        ("anything-but", _) => ReadExclusion(operand),
        _ => null,
    };

    private static ValueTest.IsNone? ReadExclusion(JsonElement operand)
    {
        var excluded = operand.ValueKind switch
        {
            JsonValueKind.String => [new ValueTest.EqualsText(operand.GetString()!)],
            JsonValueKind.Number => ReadQuantities([operand]),
            JsonValueKind.Array => ReadList(operand),
            JsonValueKind.Object => Operator(operand) is { } inner ? ReadExcludedShape(inner.Name, inner.Value) : null,
            _ => null,
        };
        return excluded is { Count: > 0 } ? new ValueTest.IsNone(excluded) : null;
    }

    /// <summary>Texts or numbers, not both.</summary>
    private static IReadOnlyList<ValueTest>? ReadList(JsonElement list)
    {
        var values = list.EnumerateArray().ToList();
        return values.TrueForAll(value => value.ValueKind == JsonValueKind.String)
            ? [.. values.Select(value => new ValueTest.EqualsText(value.GetString()!))]
            : ReadQuantities(values);
    }

    private static IReadOnlyList<ValueTest>? ReadQuantities(List<JsonElement> values)
    {
        var quantities = values.Select(NumericReading.FindNumber).ToList();
        return quantities.Contains(null)
            ? null
            : [.. quantities.OfType<double>().Select(number => new ValueTest.Lies(new NumberBound(number, Open: false), new NumberBound(number, Open: false)))];
    }

    private static IReadOnlyList<ValueTest>? ReadExcludedShape(string name, JsonElement operand) => (name, operand.ValueKind) switch
    {
        ("prefix", JsonValueKind.String) when operand.GetString() is { Length: > 0 } prefix => [new ValueTest.Begins(prefix)],
        ("suffix", JsonValueKind.String) when operand.GetString() is { Length: > 0 } suffix => [new ValueTest.Ends(suffix)],
        ("equals-ignore-case", JsonValueKind.String) => [new ValueTest.EqualsIgnoringCase(operand.GetString()!)],
        ("equals-ignore-case", JsonValueKind.Array) when operand.EnumerateArray().All(value => value.ValueKind == JsonValueKind.String) =>
            [.. operand.EnumerateArray().Select(value => new ValueTest.EqualsIgnoringCase(value.GetString()!))],
        _ => null,
    };

    private static (string Name, JsonElement Value)? Operator(JsonElement wanted) =>
        wanted.ValueKind == JsonValueKind.Object && wanted.EnumerateObject().ToList() is [var only] ? (only.Name, only.Value) : null;
}
