namespace Goldcrest.Core.Policies;

/// <summary>Reads a policy for one call.</summary>
/// <remarks>Source: docs/contracts/policies.md#evaluation.</remarks>
public static class PolicyEvaluation
{
    private const string AccountEnd = ":root";

    public static PolicyVerdict Decide(ResourcePolicy policy, PolicyQuestion question)
    {
        var verdict = PolicyVerdict.Silent;
        foreach (var statement in policy.Statements)
        {
            if (!Speaks(statement, question))
            {
                continue;
            }

            if (statement.Effect == PolicyEffect.Deny)
            {
                return PolicyVerdict.Denied;
            }

            verdict = PolicyVerdict.Allowed;
        }

        return verdict;
    }

    private static bool Speaks(PolicyStatement statement, PolicyQuestion question) =>
        Means(statement.Principal, question.Caller)
        && Wildcards.Match(statement.Action, question.Action, ignoreCase: true)
        && Wildcards.Match(statement.Resource, question.Resource)
        && statement.Conditions.All(condition => Holds(condition, statement.Effect, question));

    /// <summary>A condition that cannot be understood allows nothing, and does not soften a refusal.</summary>
    private static bool Holds(PolicyCondition condition, PolicyEffect effect, PolicyQuestion question) =>
        PolicyOperators.Holds(condition.Operator, condition.Value, question.FindFact(condition.Key)) ?? effect == PolicyEffect.Deny;

    private static bool Means(PolicyPrincipal principal, PolicyCaller caller) => (principal, caller) switch
    {
        (PolicyPrincipal.Everyone, _) => true,
        (PolicyPrincipal.Service meant, PolicyCaller.Service asks) => meant.Name == asks.Name,
        (PolicyPrincipal.Identity meant, PolicyCaller.Identity asks) => MeansIdentity(meant.Arn, asks.Arn),
        _ => false,
    };

    private static bool MeansIdentity(string meant, string asks) =>
        meant == asks
        || (meant.EndsWith(AccountEnd, StringComparison.Ordinal) && AccountOf(meant) is { } account && account == AccountOf(asks))
        || MeansSessionOf(meant, asks);

    /// <summary>A role speaks through its sessions: <c>iam … role/path/name</c> through <c>sts … assumed-role/name/session</c>.</summary>
    private static bool MeansSessionOf(string role, string session)
    {
        if (role.Split(':', 6) is not [_, var partition, "iam", _, var account, var rolePath]
            || session.Split(':', 6) is not [_, var sessionPartition, "sts", _, var sessionAccount, var sessionPath]
            || !rolePath.StartsWith("role/", StringComparison.Ordinal))
        {
            return false;
        }

        return partition == sessionPartition
            && account == sessionAccount
            && sessionPath.Split('/') is ["assumed-role", var name, ..]
            && name == rolePath[(rolePath.LastIndexOf('/') + 1)..];
    }

    private static string? AccountOf(string arn) => arn.Split(':', 6) is [_, _, _, _, { Length: > 0 } account, _] ? account : null;
}
