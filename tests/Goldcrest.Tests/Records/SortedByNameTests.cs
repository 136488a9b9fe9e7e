using Goldcrest.Server.Records;

namespace Goldcrest.Tests.Records;

public sealed class SortedByNameTests
{
    private readonly SortedByName<Thing> _things = new(thing => new RecordName(thing.Account, "us-east-1", thing.Name));

    [Fact]
    public void Names_come_in_ordinal_order_whatever_order_they_came_in()
    {
        foreach (var name in (string[])["b", "B", "a", "_", "aa"])
        {
            _things.Replace(null, new Thing("1", name));
        }

        Assert.Equal(["B", "_", "a", "aa", "b"], _things.List("1", "us-east-1").Select(thing => thing.Name));
    }

    [Fact]
    public void Accounts_and_regions_do_not_see_each_other()
    {
        _things.Replace(null, new Thing("1", "mine"));

        Assert.Empty(_things.List("2", "us-east-1"));
        Assert.Empty(_things.List("1", "eu-west-1"));
        Assert.Equal(1, _things.Count("1", "us-east-1"));
    }

    [Fact]
    public void A_changed_record_takes_the_place_of_the_old_one_and_a_deleted_one_leaves_it()
    {
        var first = new Thing("1", "a");
        var second = first with { Size = 2 };
        _things.Replace(null, first);

        _things.Replace(first, second);
        Assert.Equal([second], _things.List("1", "us-east-1"));

        _things.Replace(second, null);
        Assert.Empty(_things.List("1", "us-east-1"));
    }

    [Fact]
    public void Nothing_is_lost_when_many_write_at_once()
    {
        Parallel.For(0, 2_000, i => _things.Replace(null, new Thing("1", $"{i:0000}")));

        Assert.Equal(Enumerable.Range(0, 2_000).Select(i => $"{i:0000}"), _things.List("1", "us-east-1").Select(thing => thing.Name));
    }

    private sealed record Thing(string Account, string Name, int Size = 1);
}
