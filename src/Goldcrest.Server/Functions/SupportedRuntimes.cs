using System.Collections.Frozen;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Functions;

/// <summary>Which runtime identifiers a function may be given.</summary>
/// <remarks>Source: docs/contracts/functions.md#runtimes (as accepted in January 2026).</remarks>
internal static class SupportedRuntimes
{
    private static readonly string[] Accepted =
    [
        "nodejs24.x", "nodejs22.x", "nodejs20.x", "nodejs18.x", "nodejs16.x",
        "python3.14", "python3.13", "python3.12", "python3.11", "python3.10", "python3.9", "python3.8",
        "java25", "java21", "java17", "java11", "java8.al2",
        "dotnet10", "dotnet8", "dotnet6",
        "ruby3.4", "ruby3.3", "ruby3.2",
        "provided.al2023", "provided.al2",
    ];

    /// <summary>In the model since; no refusal that names them is recorded.</summary>
    private static readonly string[] Newer = ["ruby4.0"];

    private static readonly FrozenSet<string> AcceptedSet = Accepted.Concat(Newer).ToFrozenSet(StringComparer.Ordinal);
    private static readonly FrozenSet<string> Known = RuntimeValues.All.ToFrozenSet(StringComparer.Ordinal);

    /// <returns>Null when a function may be given the runtime.</returns>
    public static WireError? Refuse(string runtime)
    {
        if (AcceptedSet.Contains(runtime))
        {
            return null;
        }

        return LambdaErrors.InvalidParameterValue(Known.Contains(runtime)
            ? $"The runtime parameter of {runtime} is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions."
            : $"Value {runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [{string.Join(", ", Accepted)}] or be a valid ARN");
    }
}
