using System.Text.RegularExpressions;

namespace Goldcrest.Core.RuntimeApi;

/// <summary>Which error types of a runtime are taken over as they are.</summary>
/// <remarks>Source: docs/contracts/runtime-api.md#error-types.</remarks>
public static partial class RuntimeErrorType
{
    public const string UnknownFunctionError = "Function.Unknown";
    public const string UnknownRuntimeError = "Runtime.Unknown";

    /// <param name="header">Value of Lambda-Runtime-Function-Error-Type; null when absent.</param>
    /// <returns>
    /// The header when <c>Runtime.Word</c> or <c>Function.Word</c> stands anywhere in it; else the unknown type, of functions when it begins with <c>Function.</c>.
    /// </returns>
    public static string Accept(string? header) => header switch
    {
        not null when WordAfterFamily().IsMatch(header) => header,
        not null when header.StartsWith("Function.", StringComparison.Ordinal) => UnknownFunctionError,
        _ => UnknownRuntimeError,
    };

    [GeneratedRegex(@"(Runtime|Function)\.[A-Z][a-zA-Z]", RegexOptions.CultureInvariant)]
    private static partial Regex WordAfterFamily();
}
