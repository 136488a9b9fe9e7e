using Goldcrest.Server.Bodies;

namespace Goldcrest.Tests.Bodies;

public sealed class BodyRoomTests
{
    [Fact]
    public void A_place_grows_until_the_room_is_full()
    {
        var room = new BodyRoom(100);
        using var one = room.Enter();
        using var other = room.Enter();

        Assert.True(one.TryGrow(60));
        Assert.False(other.TryGrow(41));
        Assert.True(other.TryGrow(40));
        Assert.Equal(100, room.TakenBytes);
    }

    [Fact]
    public void A_place_that_is_left_gives_everything_back_once()
    {
        var room = new BodyRoom(100);
        var place = room.Enter();
        place.TryGrow(10);
        place.TryGrow(20);

        place.Dispose();
        place.Dispose();

        Assert.Equal(0, room.TakenBytes);
    }

    [Fact]
    public void Many_at_once_leave_nothing()
    {
        var room = new BodyRoom(1_000);
        var served = 0;

        Parallel.For(0, 10_000, _ =>
        {
            using var place = room.Enter();
            if (place.TryGrow(300) && place.TryGrow(100))
            {
                Interlocked.Increment(ref served);
            }
        });

        Assert.InRange(served, 1, 10_000);
        Assert.Equal(0, room.TakenBytes);
    }
}
