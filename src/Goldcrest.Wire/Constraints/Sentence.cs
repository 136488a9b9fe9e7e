namespace Goldcrest.Wire.Constraints;

/// <summary>AWS's sentences. Source: docs/contracts/wire.md#constraints.</summary>
internal static class Sentence
{
    public const string NotNull = "Member must not be null";

    public static string MaxLength(int max) => $"Member must have length less than or equal to {max}";

    public static string MinLength(int min) => $"Member must have length greater than or equal to {min}";

    public static string MaxValue(string max) => $"Member must have value less than or equal to {max}";

    public static string MinValue(string min) => $"Member must have value greater than or equal to {min}";

    public static string Pattern(string pattern) => $"Member must satisfy regular expression pattern: {pattern}";

    public static string OneOf(IEnumerable<string> values) => $"Member must satisfy enum value set: [{string.Join(", ", values)}]";

    public static string Members(IEnumerable<string> sentences) => $"Member must satisfy constraint: [{string.Join(", ", sentences)}]";

    public static string Keys(IEnumerable<string> sentences) => $"Map keys must satisfy constraint: [{string.Join(", ", sentences)}]";

    public static string Values(IEnumerable<string> sentences) => $"Map value must satisfy constraint: [{string.Join(", ", sentences)}]";
}
