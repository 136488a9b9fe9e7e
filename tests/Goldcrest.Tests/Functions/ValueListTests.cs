using Goldcrest.Core.Functions;

namespace Goldcrest.Tests.Functions;

public sealed class ValueListTests
{
    [Fact]
    public void Lists_of_equal_items_in_one_order_are_equal()
    {
        ValueList<string> one = ["a", "b"];
        ValueList<string> same = [.. new List<string> { "a", "b" }];

        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.Equal([], (ValueList<string>)[]);
    }

    [Fact]
    public void Another_item_order_or_length_is_another_list()
    {
        ValueList<string> list = ["a", "b"];
        ValueList<string>[] others = [["a", "c"], ["b", "a"], ["a"], ["a", "b", "b"], []];

        Assert.All(others, other => Assert.False(list.Equals(other)));
        Assert.False(list.Equals(null));
    }

    [Fact]
    public void What_goes_in_comes_out()
    {
        ValueList<int> list = [3, 1, 2];

        Assert.Equal((3, 1, "[3, 1, 2]"), (list.Count, list[1], list.ToString()));
        Assert.Equal(new[] { 3, 1, 2 }, list.ToArray());
    }
}
