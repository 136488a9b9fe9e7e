using System.Text.Json;

namespace Goldcrest.Core.EventSources.Filters;

/// <summary>One comparison of a pattern, asked of a single value that is neither object nor array.</summary>
internal abstract record ValueTest
{
    private ValueTest() { }

    public abstract bool Passes(JsonElement value);

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Any value, null included.</summary>
    public sealed record Exists : ValueTest
    {
        public override bool Passes(JsonElement value) => true;
    }

    /// <summary>Character by character.</summary>
    public sealed record EqualsText(string Expected) : ValueTest
    {
        public override bool Passes(JsonElement value) => Text(value) == Expected;
    }

    /// <summary>Compared as written: 300, 300.0 and 3e2 are three numbers.</summary>
    public sealed record EqualsWritten(string Expected) : ValueTest
    {
        public override bool Passes(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.GetRawText() == Expected;
    }

    /// <param name="Expected">True, False or Null.</param>
    public sealed record EqualsLiteral(JsonValueKind Expected) : ValueTest
    {
        public override bool Passes(JsonElement value) => value.ValueKind == Expected;
    }

    public sealed record EqualsIgnoringCase(string Expected) : ValueTest
    {
        public override bool Passes(JsonElement value) => string.Equals(Text(value), Expected, StringComparison.OrdinalIgnoreCase);
    }

    public sealed record Begins(string Prefix) : ValueTest
    {
        public override bool Passes(JsonElement value) => Text(value)?.StartsWith(Prefix, StringComparison.Ordinal) == true;
    }

    public sealed record Ends(string Suffix) : ValueTest
    {
        public override bool Passes(JsonElement value) => Text(value)?.EndsWith(Suffix, StringComparison.Ordinal) == true;
    }

    /// <summary>Compared as quantities; what is too large to be named in a pattern lies nowhere. A null bound is none.</summary>
    public sealed record Lies(NumberBound? From, NumberBound? To) : ValueTest
    {
        public override bool Passes(JsonElement value) => NumericReading.FindNumber(value) is { } number
            && From?.IsBelow(number) != false
            && To?.IsAbove(number) != false;
    }

    /// <summary>Any value but those: also one of another type.</summary>
    public sealed record IsNone(IReadOnlyList<ValueTest> Others) : ValueTest
    {
        public override bool Passes(JsonElement value) => !Others.Any(other => other.Passes(value));
    }
}
