using Goldcrest.Core.Code;
using Goldcrest.Server.Code;

namespace Goldcrest.Tests.Code;

public sealed class CodeLedgerTests
{
    private const string Account = "000000000000";
    private const string Region = "us-east-1";

    private readonly CodeLedger _ledger = new(new CodeStoreOptions { Directory = "/nowhere", Limits = new CodeLimits { MaxAccountBytes = 100 } });

    [Fact]
    public void Room_that_was_taken_and_not_used_is_free_again()
    {
        using (var booking = Open("f"))
        {
            Assert.True(booking.TryTake(100));
            Assert.Equal(100, Used);
        }

        Assert.Equal(0, Used);
    }

    [Fact]
    public void What_is_stored_is_counted_once_and_stays()
    {
        using (var booking = Open("f"))
        {
            Assert.True(booking.TryTake(60));
            _ledger.Settle(Account, Region, "f", 60);
            Assert.Equal(60, Used);
        }

        Assert.Equal(60, Used);
        _ledger.Settle(Account, Region, "f", -60);
        Assert.Equal(0, Used);
    }

    [Fact]
    public void The_limit_itself_can_be_reached_and_not_passed()
    {
        _ledger.Settle(Account, Region, "g", 60);
        using var booking = Open("f");

        Assert.False(booking.TryTake(41));
        Assert.True(booking.TryTake(40));
    }

    [Fact]
    public void What_does_not_grow_always_fits()
    {
        _ledger.Settle(Account, Region, "g", 500);
        using var booking = Open("f");

        Assert.True(booking.TryTake(0) && booking.TryTake(-1));
        Assert.Equal(500, Used);
    }

    [Fact]
    public void Accounts_and_regions_have_room_of_their_own()
    {
        _ledger.Settle(Account, Region, "g", 100);

        Assert.True(_ledger.Open(Account, "eu-west-1", "f").TryTake(100));
        Assert.True(_ledger.Open("111111111111", Region, "f").TryTake(100));
        Assert.False(Open("f").TryTake(1));
    }

    [Fact]
    public void A_booking_that_was_given_up_leaves_that_of_the_next_one_alone()
    {
        var failed = Open("f");
        var next = Open("f");
        Assert.True(failed.TryTake(30) && next.TryTake(50));

        failed.Dispose();
        _ledger.Settle(Account, Region, "f", 50);
        next.Dispose();

        Assert.Equal(50, Used);
    }

    [Fact]
    public async Task Of_fifty_who_want_room_at_once_exactly_as_many_get_it_as_there_is()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => Task.Run(() =>
        {
            var owner = $"f{number}";
            using var booking = Open(owner);
            if (!booking.TryTake(10))
            {
                return false;
            }

            _ledger.Settle(Account, Region, owner, 10);
            return true;
        })));

        Assert.Equal((10, 100L), (taken.Count(got => got), Used));
    }

    private long Used => _ledger.Used(Account, Region);

    private CodeLedger.Booking Open(string owner) => _ledger.Open(Account, Region, owner);
}
