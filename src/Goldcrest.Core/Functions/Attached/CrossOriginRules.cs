namespace Goldcrest.Core.Functions.Attached;

/// <summary>Which pages of other origins may call a function's URL, as browsers ask. A null member was not given.</summary>
public sealed record CrossOriginRules
{
    public bool? AllowCredentials { get; init; }

    public IReadOnlyList<string>? AllowHeaders { get; init; }

    public IReadOnlyList<string>? AllowMethods { get; init; }

    public IReadOnlyList<string>? AllowOrigins { get; init; }

    public IReadOnlyList<string>? ExposeHeaders { get; init; }

    /// <summary>How long a browser may remember the answer, from 0 to 86,400.</summary>
    public int? MaxAgeSeconds { get; init; }
}
