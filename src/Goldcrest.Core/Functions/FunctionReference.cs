using Goldcrest.Core.Identity;

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
    private const string Function = "function";

    /// <param name="text">Text that satisfies the model's pattern for function names.</param>
    /// <returns>Null when the text has no such form.</returns>
    public static FunctionReference? TryParse(string text)
    {
        ReadOnlySpan<string> parts = text.Split(':');
        string? region = null;
        string? account = null;
        if (parts is ["arn", _, _, ..])
        {
            parts = parts[3..];
        }

        // A region is one only before something that cannot be a qualifier: in my-team-1:2 it is a name.
        if (parts.Length > 2 && RegionName.IsOne(parts[0]) && (IsAccount(parts[1]) || parts[1] == Function))
        {
            region = parts[0];
            parts = parts[1..];
        }

        if (parts.Length > 1 && IsAccount(parts[0]))
        {
            account = parts[0];
            parts = parts[1..];
        }

        if (parts.Length > 1 && parts[0] == Function)
        {
            parts = parts[1..];
        }

        return parts switch
        {
            [{ Length: > 0 } name] => new FunctionReference(region, account, name, null),
            [{ Length: > 0 } name, { Length: > 0 } qualifier] => new FunctionReference(region, account, name, qualifier),
            _ => null,
        };
    }

    private static bool IsAccount(string text) => text.Length == 12 && !text.AsSpan().ContainsAnyExceptInRange('0', '9');
}
