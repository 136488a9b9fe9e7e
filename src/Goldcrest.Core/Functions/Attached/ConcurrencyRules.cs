namespace Goldcrest.Core.Functions.Attached;

/// <summary>How much of an account's concurrency may be set aside for one function.</summary>
/// <remarks>Source: docs/contracts/concurrency.md.</remarks>
public static class ConcurrencyRules
{
    public const int DefaultAccountLimit = 1_000;

    /// <summary>What all functions without a reservation must keep together.</summary>
    public const int MinUnreserved = 100;

    /// <param name="wanted">At least 0.</param>
    /// <param name="own">The function's attachments now.</param>
    /// <param name="reservedElsewhere">Set aside for the account's other functions, reserved or provisioned without a reservation.</param>
    public static ConcurrencyOutcome JudgeReserved(int wanted, FunctionAttachments own, int reservedElsewhere, int accountLimit)
    {
        if (accountLimit - reservedElsewhere - wanted < MinUnreserved)
        {
            return ConcurrencyOutcome.UnreservedTooLow;
        }

        return wanted < TotalProvisioned(own)
            ? ConcurrencyOutcome.ReservedBelowProvisioned
            : ConcurrencyOutcome.Allowed;
    }

    /// <param name="wanted">At least 1.</param>
    /// <param name="qualifier">The version or alias it is for; what it had is replaced.</param>
    /// <param name="setAsideElsewhere">Set aside for the account's other functions, reserved or provisioned without a reservation.</param>
    public static ConcurrencyOutcome JudgeProvisioned(
        int wanted, string qualifier, FunctionAttachments own, int setAsideElsewhere, int accountLimit)
    {
        var together = wanted + own.Provisioned.Where(pair => pair.Key != qualifier).Sum(pair => pair.Value.Requested);
        if (own.ReservedConcurrency is { } reserved)
        {
            return together > reserved ? ConcurrencyOutcome.ProvisionedAboveReserved : ConcurrencyOutcome.Allowed;
        }

        var left = accountLimit - setAsideElsewhere;
        return together > left ? ConcurrencyOutcome.MoreThanUnreserved
            : left - together < MinUnreserved ? ConcurrencyOutcome.UnreservedTooLow
            : ConcurrencyOutcome.Allowed;
    }

    /// <summary>What a function takes out of the account's pool for itself.</summary>
    public static int SetAside(FunctionAttachments attachments) =>
        attachments.ReservedConcurrency ?? TotalProvisioned(attachments);

    public static int TotalProvisioned(FunctionAttachments attachments) => attachments.Provisioned.Values.Sum(provisioned => provisioned.Requested);

    /// <summary>Whether a version has sandboxes of its own, or gets some through an alias: both at once cannot be.</summary>
    /// <param name="except">An alias that does not count.</param>
    public static bool IsProvisioned(FunctionAttachments attachments, string version, string? except) =>
        attachments.Provisioned.ContainsKey(version) || IsProvisionedThroughAlias(attachments, version, except);

    /// <param name="except">An alias that does not count; null counts all.</param>
    public static bool IsProvisionedThroughAlias(FunctionAttachments attachments, string version, string? except) =>
        attachments.Aliases.Values.Any(alias => alias.Version == version && alias.Name != except && attachments.Provisioned.ContainsKey(alias.Name));
}
