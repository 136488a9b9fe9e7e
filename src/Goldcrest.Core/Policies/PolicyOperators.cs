namespace Goldcrest.Core.Policies;

/// <summary>The comparisons that conditions are made of.</summary>
/// <remarks>Source: docs/contracts/policies.md#conditions.</remarks>
public static class PolicyOperators
{
    public const string StringEquals = "StringEquals";
    public const string ArnLike = "ArnLike";
    public const string Bool = "Bool";

    private const string IfExists = "IfExists";

    /// <param name="name">The operator.</param>
    /// <param name="wanted">The condition's value.</param>
    /// <param name="fact">The call's; null when the call has no such fact.</param>
    /// <returns>Null when there is no such operator.</returns>
    public static bool? Holds(string name, string wanted, string? fact)
    {
        if (name == "Null")
        {
            return string.Equals(wanted, "true", StringComparison.OrdinalIgnoreCase) == fact is null;
        }

        var optional = name.EndsWith(IfExists, StringComparison.Ordinal);
        var holds = optional ? Compare(name[..^IfExists.Length], wanted, fact) : Compare(name, wanted, fact);
        return optional && fact is null && holds is not null ? true : holds;
    }

    /// <summary>A fact that is not there is equal to nothing, and so different from everything.</summary>
    private static bool? Compare(string name, string wanted, string? fact) => name switch
    {
        StringEquals => fact == wanted,
        "StringNotEquals" => fact != wanted,
        "StringEqualsIgnoreCase" => string.Equals(fact, wanted, StringComparison.OrdinalIgnoreCase),
        "StringNotEqualsIgnoreCase" => !string.Equals(fact, wanted, StringComparison.OrdinalIgnoreCase),
        "StringLike" => fact is not null && Wildcards.Match(wanted, fact),
        "StringNotLike" => fact is null || !Wildcards.Match(wanted, fact),
        ArnLike or "ArnEquals" => fact is not null && Wildcards.MatchArn(wanted, fact),
        "ArnNotLike" or "ArnNotEquals" => fact is null || !Wildcards.MatchArn(wanted, fact),
        Bool => string.Equals(fact, wanted, StringComparison.OrdinalIgnoreCase),
        _ => null,
    };
}
