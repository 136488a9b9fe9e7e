using Goldcrest.Core.EventSources;

namespace Goldcrest.Tests.EventSources;

public sealed class MappingLifecycleTests
{
    [Theory]
    [InlineData(MappingPhase.Enabled, true, MappingPhase.Updating)]
    [InlineData(MappingPhase.Disabled, false, MappingPhase.Updating)]
    [InlineData(MappingPhase.Disabled, true, MappingPhase.Enabling)]
    [InlineData(MappingPhase.Enabled, false, MappingPhase.Disabling)]
    public void A_change_says_what_is_under_way(MappingPhase now, bool enabled, MappingPhase next) =>
        Assert.Equal(next, MappingLifecycle.Changed(now, enabled));

    [Theory]
    [InlineData(MappingPhase.Creating, true, MappingPhase.Enabled)]
    [InlineData(MappingPhase.Creating, false, MappingPhase.Disabled)]
    [InlineData(MappingPhase.Updating, true, MappingPhase.Enabled)]
    [InlineData(MappingPhase.Updating, false, MappingPhase.Disabled)]
    [InlineData(MappingPhase.Enabling, true, MappingPhase.Enabled)]
    [InlineData(MappingPhase.Disabling, false, MappingPhase.Disabled)]
    [InlineData(MappingPhase.Deleting, true, null)]
    public void What_settles_ends_enabled_disabled_or_gone(MappingPhase now, bool enabled, MappingPhase? end) =>
        Assert.Equal(end, MappingLifecycle.Settled(now, enabled));

    [Theory]
    [InlineData(MappingPhase.Creating)]
    [InlineData(MappingPhase.Updating)]
    [InlineData(MappingPhase.Enabling)]
    [InlineData(MappingPhase.Disabling)]
    [InlineData(MappingPhase.Deleting)]
    public void What_settles_takes_no_change(MappingPhase now) =>
        Assert.Throws<InvalidOperationException>(() => MappingLifecycle.Changed(now, enabled: true));

    [Theory]
    [InlineData(MappingPhase.Enabled)]
    [InlineData(MappingPhase.Disabled)]
    public void What_is_in_force_has_nothing_to_settle(MappingPhase now) =>
        Assert.Throws<InvalidOperationException>(() => MappingLifecycle.Settled(now, enabled: true));
}
