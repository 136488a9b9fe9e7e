using System.Net;
using Goldcrest.Server.Sandboxes.Network.Dns;

namespace Goldcrest.Tests.Sandboxes;

public sealed class TurnsTests
{
    private static readonly IPAddress One = IPAddress.Parse("169.254.64.1");
    private static readonly IPAddress Other = IPAddress.Parse("169.254.64.2");
    private static readonly IPAddress Third = IPAddress.Parse("169.254.64.3");

    [Fact]
    public void One_has_at_most_its_own()
    {
        var turns = new Turns(mostOfOne: 2, mostOfAll: 10);

        Turn?[] taken = [turns.TryTake(One), turns.TryTake(One), turns.TryTake(One), turns.TryTake(Other)];

        Assert.Equal([true, true, false, true], taken.Select(turn => turn is not null));
    }

    [Fact]
    public void When_all_have_as_much_as_they_may_who_has_less_takes_the_oldest_of_who_has_most()
    {
        var turns = new Turns(mostOfOne: 3, mostOfAll: 5);
        Turn?[] many = [turns.TryTake(One), turns.TryTake(One), turns.TryTake(Other), turns.TryTake(Other), turns.TryTake(Other)];

        var taken = turns.TryTake(Third);

        Assert.NotNull(taken);
        Assert.Equal([false, false, true, false, false], many.Select(turn => turn!.Lost.IsCancellationRequested));
    }

    [Fact]
    public void Of_many_that_have_one_each_the_oldest_makes_room()
    {
        var turns = new Turns(mostOfOne: 3, mostOfAll: 2);
        var (oldest, newer) = (turns.TryTake(One), turns.TryTake(Other));

        var taken = turns.TryTake(Third);

        Assert.NotNull(taken);
        Assert.True(oldest!.Lost.IsCancellationRequested);
        Assert.False(newer!.Lost.IsCancellationRequested);
    }

    [Fact]
    public void Who_has_as_much_as_any_other_takes_nothing_away()
    {
        var turns = new Turns(mostOfOne: 3, mostOfAll: 2);
        Turn?[] all = [turns.TryTake(One), turns.TryTake(Other)];

        Assert.Null(turns.TryTake(One));
        Assert.DoesNotContain(all, turn => turn!.Lost.IsCancellationRequested);
    }

    [Fact]
    public void What_is_returned_may_be_taken_again_and_what_was_lost_is_not_returned_twice()
    {
        var turns = new Turns(mostOfOne: 2, mostOfAll: 2);
        var (lost, kept) = (turns.TryTake(One), turns.TryTake(One));
        var other = turns.TryTake(Other);

        lost!.Dispose();
        Assert.Null(turns.TryTake(Other));
        kept!.Dispose();
        other!.Dispose();
        other.Dispose();

        Turn?[] taken = [turns.TryTake(One), turns.TryTake(Other), turns.TryTake(Other)];
        Assert.Equal([true, true, false], taken.Select(turn => turn is not null));
    }
}
