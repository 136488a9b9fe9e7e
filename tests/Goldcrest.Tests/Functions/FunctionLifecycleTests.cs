using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;
using static Goldcrest.Core.Functions.FunctionLifecycle;

namespace Goldcrest.Tests.Functions;

public sealed class FunctionLifecycleTests
{
    private static readonly Dictionary<(FunctionPhase, Happening), FunctionPhase> Table = new()
    {
        [(FunctionPhase.Pending, Happening.Prepared)] = FunctionPhase.Active,
        [(FunctionPhase.Pending, Happening.PreparationFailed)] = FunctionPhase.Failed,
        [(FunctionPhase.Active, Happening.Changed)] = FunctionPhase.Updating,
        [(FunctionPhase.UpdateFailed, Happening.Changed)] = FunctionPhase.Updating,
        [(FunctionPhase.Updating, Happening.Prepared)] = FunctionPhase.Active,
        [(FunctionPhase.Updating, Happening.PreparationFailed)] = FunctionPhase.UpdateFailed,
    };

    [Fact]
    public void Every_pair_leads_where_the_table_says_or_is_a_bug()
    {
        foreach (var phase in Enum.GetValues<FunctionPhase>())
        {
            foreach (var happened in Enum.GetValues<Happening>())
            {
                if (Table.TryGetValue((phase, happened), out var next))
                {
                    Assert.Equal(next, Next(phase, happened));
                }
                else
                {
                    Assert.Throws<InvalidOperationException>(() => Next(phase, happened));
                }
            }
        }
    }

    [Fact]
    public void What_is_refused_and_prepared_is_what_the_table_leaves_out_and_names()
    {
        foreach (var phase in Enum.GetValues<FunctionPhase>())
        {
            var isRefused = FunctionRefusals.Busy(FunctionExample.Active().Latest with { Phase = phase }) is not null;
            Assert.NotEqual(isRefused, Table.ContainsKey((phase, Happening.Changed)));
            Assert.Equal(AwaitsPreparation(phase), Table.ContainsKey((phase, Happening.Prepared)));
        }
    }

    [Fact]
    public void An_update_that_fails_leaves_the_deployment_before_it_in_force()
    {
        var before = FunctionExample.Active().Latest;
        var updating = before.Change(FunctionExample.Settings, FunctionExample.OtherCode, FunctionExample.Stamps.Next());

        var failed = updating.PreparationFailed("r");
        var again = failed.Change(FunctionExample.Settings, FunctionExample.OtherCode, FunctionExample.Stamps.Next());

        Assert.Equal(before.Current, updating.Serving);
        Assert.Equal((before.Current, FunctionPhase.UpdateFailed), (failed.Serving, failed.Phase));
        Assert.Equal(before.Current, again.Serving);
        Assert.Equal(again.Current, again.Prepared("r").Serving);
    }
}
