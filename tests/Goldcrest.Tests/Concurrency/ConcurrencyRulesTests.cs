using System.Collections.Immutable;
using Goldcrest.Core.Functions.Attached;

namespace Goldcrest.Tests.Concurrency;

public sealed class ConcurrencyRulesTests
{
    [Theory]
    [InlineData(900, 0, ConcurrencyOutcome.Allowed)]
    [InlineData(901, 0, ConcurrencyOutcome.UnreservedTooLow)]
    [InlineData(0, 900, ConcurrencyOutcome.Allowed)]
    [InlineData(1, 900, ConcurrencyOutcome.UnreservedTooLow)]
    public void A_reservation_leaves_a_hundred_to_the_others(int wanted, int elsewhere, ConcurrencyOutcome outcome)
    {
        Assert.Equal(outcome, ConcurrencyRules.JudgeReserved(wanted, FunctionAttachments.None, elsewhere, ConcurrencyRules.DefaultAccountLimit));
    }

    [Theory]
    [InlineData(4, ConcurrencyOutcome.ReservedBelowProvisioned)]
    [InlineData(5, ConcurrencyOutcome.Allowed)]
    public void A_reservation_holds_what_is_provisioned(int wanted, ConcurrencyOutcome outcome)
    {
        var own = Provisioned(("live", 2), ("7", 3));

        Assert.Equal(outcome, ConcurrencyRules.JudgeReserved(wanted, own, 0, ConcurrencyRules.DefaultAccountLimit));
    }

    [Theory]
    [InlineData(7, ConcurrencyOutcome.Allowed)]
    [InlineData(8, ConcurrencyOutcome.ProvisionedAboveReserved)]
    public void What_is_provisioned_together_fits_the_reservation(int wanted, ConcurrencyOutcome outcome)
    {
        var own = Provisioned(("live", 100), ("7", 3)) with { ReservedConcurrency = 10 };

        Assert.Equal(outcome, ConcurrencyRules.JudgeProvisioned(wanted, "live", own, 0, ConcurrencyRules.DefaultAccountLimit));
    }

    [Theory]
    [InlineData(400, ConcurrencyOutcome.Allowed)]
    [InlineData(401, ConcurrencyOutcome.UnreservedTooLow)]
    [InlineData(501, ConcurrencyOutcome.MoreThanUnreserved)]
    public void Without_a_reservation_the_accounts_pool_is_the_bound(int wanted, ConcurrencyOutcome outcome)
    {
        Assert.Equal(
            outcome,
            ConcurrencyRules.JudgeProvisioned(wanted, "live", FunctionAttachments.None, setAsideElsewhere: 500, ConcurrencyRules.DefaultAccountLimit));
    }

    private static FunctionAttachments Provisioned(params (string Qualifier, int Requested)[] entries) => FunctionAttachments.None with
    {
        Provisioned = entries.ToImmutableSortedDictionary(
            entry => entry.Qualifier, entry => new ProvisionedConcurrency(entry.Requested, DateTimeOffset.UnixEpoch), StringComparer.Ordinal),
    };
}
