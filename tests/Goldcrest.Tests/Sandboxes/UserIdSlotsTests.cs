using Goldcrest.Server.Sandboxes;

namespace Goldcrest.Tests.Sandboxes;

public sealed class UserIdSlotsTests
{
    [Fact]
    public void Ranges_of_living_sandboxes_never_meet()
    {
        var slots = new UserIdSlots(region: 0);

        Assert.Equal([0x7000_0000u, 0x7000_0400u, 0x7000_0800u], new[] { slots.Take(), slots.Take(), slots.Take() });
    }

    [Fact]
    public void A_range_is_used_again_only_after_it_was_returned()
    {
        var slots = new UserIdSlots(region: 3);
        var first = slots.Take();
        var second = slots.Take();
        slots.Return(first);

        Assert.Equal(first, slots.Take());
        Assert.Equal(second + UserIdSlots.IdsPerSlot, slots.Take());
    }

    [Fact]
    public void Regions_do_not_meet_and_stay_in_32_bits()
    {
        var last = new UserIdSlots(UserIdSlots.Regions - 1);
        for (var i = 1; i < UserIdSlots.SlotsPerRegion; i++)
        {
            last.Take();
        }

        Assert.Equal(0x7fff_fc00u, last.Take());
        Assert.Equal(0x7000_0000u + (4096 * 1024), new UserIdSlots(1).Take());
    }

    [Fact]
    public void A_server_that_has_given_out_all_says_so()
    {
        var slots = new UserIdSlots(0);
        for (var i = 0; i < UserIdSlots.SlotsPerRegion; i++)
        {
            slots.Take();
        }

        Assert.Throws<SandboxLaunchException>(() => slots.Take());
    }
}
