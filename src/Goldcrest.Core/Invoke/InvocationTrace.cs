using System.Text.RegularExpressions;

namespace Goldcrest.Core.Invoke;

/// <summary>The trace that an invocation belongs to, as <c>X-Amzn-Trace-Id</c> carries it.</summary>
/// <remarks>Source: docs/contracts/invoke.md#traces.</remarks>
public static partial class InvocationTrace
{
    private const int LongestHeader = 256;

    /// <param name="given">The caller's header; null when there is none.</param>
    /// <param name="requestId">A random UUID: the trace of an invocation without one is made from it, and nobody samples it.</param>
    public static string For(string? given, string requestId)
    {
        if (given is { Length: <= LongestHeader } && WellFormed().IsMatch(given))
        {
            return given;
        }

        var hex = requestId.Replace("-", "", StringComparison.Ordinal);
        return $"Root=1-{hex[..8]}-{hex[8..32]};Parent={hex[16..32]};Sampled=0";
    }

    [GeneratedRegex(@"\A(?:[A-Za-z]+=[!-:<-~]*;)*Root=1-[0-9a-f]{8}-[0-9a-f]{24}(?:;[A-Za-z]+=[!-:<-~]*)*;?\z")]
    private static partial Regex WellFormed();
}
