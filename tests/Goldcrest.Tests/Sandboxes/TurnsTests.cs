using System.Net;
using Goldcrest.Server.Sandboxes.Network.Dns;

namespace Goldcrest.Tests.Sandboxes;

public sealed class TurnsTests
{
    private static readonly IPAddress One = IPAddress.Parse("169.254.64.1");
    private static readonly IPAddress Other = IPAddress.Parse("169.254.64.2");

    [Fact]
    public void One_has_at_most_its_own_and_all_have_at_most_all()
    {
        var turns = new Turns(mostOfOne: 2, mostOfAll: 3);

        bool[] taken = [turns.TryTake(One), turns.TryTake(One), turns.TryTake(One), turns.TryTake(Other), turns.TryTake(Other)];

        Assert.Equal([true, true, false, true, false], taken);
    }

    [Fact]
    public void What_is_returned_may_be_taken_again()
    {
        var turns = new Turns(mostOfOne: 1, mostOfAll: 1);
        Assert.True(turns.TryTake(One));

        turns.Return(One);

        Assert.True(turns.TryTake(Other));
        Assert.False(turns.TryTake(One));
    }
}
