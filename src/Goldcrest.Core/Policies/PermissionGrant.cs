namespace Goldcrest.Core.Policies;

/// <summary>What a client asks to be allowed, member by member; null is what it did not say.</summary>
public sealed record PermissionGrant
{
    public required string StatementId { get; init; }

    public required string Action { get; init; }

    /// <summary>An account, an ARN, the name of a service, or <c>*</c>.</summary>
    public required string Principal { get; init; }

    public string? PrincipalOrgId { get; init; }

    public string? SourceArn { get; init; }

    public string? SourceAccount { get; init; }

    public string? EventSourceToken { get; init; }

    public string? FunctionUrlAuthType { get; init; }

    public bool? InvokedViaFunctionUrl { get; init; }

    /// <param name="resourceArn">What the permission is about.</param>
    /// <returns>Null when nobody can be meant by the principal.</returns>
    public PolicyStatement? ToStatement(string resourceArn) => PolicyPrincipal.TryParse(Principal) is not { } principal ? null : new PolicyStatement
    {
        Sid = StatementId,
        Principal = principal,
        Action = Action,
        Resource = resourceArn,
        Conditions = [.. Conditions().Where(condition => condition is not null).Select(condition => condition!)],
    };

    /// <summary>In the order in which AWS writes them.</summary>
    private IEnumerable<PolicyCondition?> Conditions() =>
    [
        Condition(PolicyOperators.StringEquals, PolicyKeys.FunctionUrlAuthType, FunctionUrlAuthType),
        Condition(PolicyOperators.StringEquals, PolicyKeys.PrincipalOrgId, PrincipalOrgId),
        Condition(PolicyOperators.StringEquals, PolicyKeys.EventSourceToken, EventSourceToken),
        Condition(PolicyOperators.StringEquals, PolicyKeys.SourceAccount, SourceAccount),
        Condition(PolicyOperators.ArnLike, PolicyKeys.SourceArn, SourceArn),
        Condition(PolicyOperators.Bool, PolicyKeys.InvokedViaFunctionUrl, InvokedViaFunctionUrl is { } flag ? (flag ? "true" : "false") : null),
    ];

    private static PolicyCondition? Condition(string name, string key, string? value) => value is null ? null : new PolicyCondition(name, key, value);
}
