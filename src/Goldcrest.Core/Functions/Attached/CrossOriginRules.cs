namespace Goldcrest.Core.Functions.Attached;

/// <summary>Which pages of other origins may call a function's URL, as browsers ask. A null member was not given.</summary>
/// <remarks>Source: docs/contracts/function-urls.md#cross-origin-rules.</remarks>
public sealed record CrossOriginRules
{
    /// <summary>What <see cref="AllowMethods"/> may hold. OPTIONS needs no leave: browsers ask with it.</summary>
    public static IReadOnlyList<string> Methods { get; } = ["GET", "PUT", "POST", "DELETE", "HEAD", "PATCH", "*"];

    public bool? AllowCredentials { get; init; }

    public IReadOnlyList<string>? AllowHeaders { get; init; }

    public IReadOnlyList<string>? AllowMethods { get; init; }

    public IReadOnlyList<string>? AllowOrigins { get; init; }

    public IReadOnlyList<string>? ExposeHeaders { get; init; }

    /// <summary>How long a browser may remember the answer, from 0 to 86,400.</summary>
    public int? MaxAgeSeconds { get; init; }

    /// <summary>True when no member was given, which asks for no rules at all.</summary>
    public bool IsEmpty() =>
        this is { AllowCredentials: null, AllowHeaders: null, AllowMethods: null, AllowOrigins: null, ExposeHeaders: null, MaxAgeSeconds: null };

    /// <returns>Null when a URL can have these rules. Of several flaws the first.</returns>
    public CrossOriginFlaw? FindFlaw()
    {
        if (AllowOrigins is not { Count: > 0 })
        {
            return new CrossOriginFlaw.NoOrigin();
        }

        return AllowMethods?.FirstOrDefault(method => !Methods.Contains(method)) is { } unknown ? new CrossOriginFlaw.UnknownMethod(unknown) : null;
    }
}
