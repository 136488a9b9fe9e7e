namespace Goldcrest.Core.Functions;

/// <summary>
/// What a client wrote where a function is named: a bare name, a partial ARN or a whole one, each with or without a qualifier.
/// </summary>
/// <param name="Region">Null when not written.</param>
/// <param name="Account">Null when not written.</param>
/// <param name="Name">The bare name; may be longer than a function can be named.</param>
/// <param name="Qualifier">Null when not written.</param>
/// <remarks>Source: docs/contracts/functions.md#names.</remarks>
public sealed record FunctionReference(string? Region, string? Account, string Name, string? Qualifier)
{
    /// <param name="text">Text that satisfies the model's pattern for function names.</param>
    /// <returns>Null when the text has no such form.</returns>
    public static FunctionReference? TryParse(string text)
    {
        if (!text.Contains(':', StringComparison.Ordinal))
        {
            return text.Length == 0 ? null : new FunctionReference(null, null, text, null);
        }

        var parts = text.Split(':');
        var next = parts[0] == "arn" ? 3 : 0;
        var region = next < parts.Length - 1 && IsRegion(parts[next]) ? parts[next++] : null;
        var account = next < parts.Length - 1 && IsAccount(parts[next]) ? parts[next++] : null;
        if (next < parts.Length - 1 && parts[next] == "function")
        {
            next++;
        }

        var rest = parts.Length - next;
        return rest is 1 or 2 && parts[next].Length > 0
            ? new FunctionReference(region, account, parts[next], rest == 2 ? parts[next + 1] : null)
            : null;
    }

    private static bool IsAccount(string text) => text.Length == 12 && text.All(char.IsAsciiDigit);

    private static bool IsRegion(string text) =>
        text.Length >= 9 && char.IsAsciiLetterLower(text[0]) && char.IsAsciiDigit(text[^1]) && text[^2] == '-';
}
