namespace Goldcrest.Core.RuntimeApi;

/// <summary>Which error types of a runtime are taken over as they are.</summary>
/// <remarks>Source: docs/contracts/runtime-api.md#error-types.</remarks>
public static class RuntimeErrorType
{
    public const string UnknownFunctionError = "Function.Unknown";
    public const string UnknownRuntimeError = "Runtime.Unknown";

    /// <param name="header">Value of Lambda-Runtime-Function-Error-Type; null when absent.</param>
    /// <returns>The header when it reads <c>Runtime.Word</c> or <c>Function.Word</c>; else the unknown type of the same family.</returns>
    public static string Accept(string? header)
    {
        var family = header switch
        {
            not null when header.StartsWith("Runtime.", StringComparison.Ordinal) => "Runtime.",
            not null when header.StartsWith("Function.", StringComparison.Ordinal) => "Function.",
            _ => null,
        };
        if (header is null || family is null)
        {
            return header is null ? UnknownFunctionError : UnknownRuntimeError;
        }

        var word = header.AsSpan(family.Length);
        var wellFormed = word.Length >= 2 && char.IsAsciiLetterUpper(word[0]) && Letters(word[1..]);
        return wellFormed ? header : family + "Unknown";
    }

    private static bool Letters(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
        {
            if (!char.IsAsciiLetter(c))
            {
                return false;
            }
        }

        return true;
    }
}
