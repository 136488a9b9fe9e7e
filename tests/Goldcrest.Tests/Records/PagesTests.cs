using Goldcrest.Server.Records;

namespace Goldcrest.Tests.Records;

public sealed class PagesTests
{
    private const string List = "ListAliases arn:1";
    private static readonly string[] Letters = ["a", "b", "c", "d", "e"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(6)]
    public void Pages_of_any_size_together_are_the_list(int size)
    {
        var seen = new List<string>();
        string? marker = null;
        do
        {
            var page = Pages.Of(List, Letters, letter => letter, marker, size)!;
            Assert.InRange(page.Items.Count, 1, size);
            seen.AddRange(page.Items);
            marker = page.NextMarker;
        }
        while (marker is not null);

        Assert.Equal(Letters, seen);
    }

    [Fact]
    public void The_last_page_has_no_marker_even_when_it_is_full()
    {
        var page = Pages.Of(List, Letters, letter => letter, null, Letters.Length)!;

        Assert.Null(page.NextMarker);
    }

    [Fact]
    public void A_page_goes_on_where_its_first_item_was_when_that_is_gone()
    {
        var marker = Pages.Of(List, Letters, letter => letter, null, 2)!.NextMarker;

        var page = Pages.Of(List, ["a", "b", "d", "e"], letter => letter, marker, 2)!;

        Assert.Equal(["d", "e"], page.Items);
    }

    [Theory]
    [InlineData("")]
    [InlineData("%%%")]
    [InlineData("AAAA")]
    [InlineData("AAAAAAAAAAAAAAAA")]
    [InlineData("Yg==")]
    public void A_marker_that_was_never_given_is_not_taken(string marker) => Assert.Null(Pages.Of(List, Letters, letter => letter, marker, null));

    [Fact]
    public void A_marker_of_another_list_is_not_taken()
    {
        var marker = Pages.Of("ListAliases arn:2", Letters, letter => letter, null, 2)!.NextMarker;

        Assert.Null(Pages.Of(List, Letters, letter => letter, marker, 2));
    }

    [Fact]
    public void A_marker_that_was_changed_is_not_taken()
    {
        var marker = Pages.Of(List, Letters, letter => letter, null, 2)!.NextMarker!;

        Assert.Null(Pages.Of(List, Letters, letter => letter, marker[..^1] + (marker[^1] == 'A' ? 'Q' : 'A'), 2));
        Assert.Null(Pages.Of(List, Letters, letter => letter, marker + "AAAA", 2));
    }

    [Fact]
    public void Nobody_who_names_no_number_gets_more_than_the_default()
    {
        var page = Pages.Of(List, Enumerable.Range(100, 100).Select(number => $"{number}"), number => number, null, null)!;

        Assert.Equal(Pages.DefaultSize, page.Items.Count);
    }
}
