namespace Goldcrest.Core.Functions.Attached;

/// <summary>What came of the wish to set concurrency aside.</summary>
public enum ConcurrencyOutcome
{
    Allowed,

    /// <summary>The account's other functions would keep less than they must.</summary>
    UnreservedTooLow,

    /// <summary>More than the account has left unreserved.</summary>
    MoreThanUnreserved,

    /// <summary>The function's provisioned concurrency would not fit into what is reserved for it.</summary>
    ReservedBelowProvisioned,

    /// <summary>More provisioned than reserved for the function.</summary>
    ProvisionedAboveReserved,
}
