namespace Goldcrest.Core.Policies;

/// <summary>One permission, or its opposite.</summary>
public sealed record PolicyStatement
{
    /// <summary>Unique within a policy.</summary>
    public required string Sid { get; init; }

    public PolicyEffect Effect { get; init; } = PolicyEffect.Allow;

    public required PolicyPrincipal Principal { get; init; }

    /// <summary>For example <c>lambda:InvokeFunction</c>; may hold wildcards.</summary>
    public required string Action { get; init; }

    /// <summary>An ARN; may hold wildcards.</summary>
    public required string Resource { get; init; }

    /// <summary>All of them must hold. Those of one operator are neighbours.</summary>
    public IReadOnlyList<PolicyCondition> Conditions { get; init; } = [];
}
