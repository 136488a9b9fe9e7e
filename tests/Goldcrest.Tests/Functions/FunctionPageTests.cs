using System.Text;
using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;

namespace Goldcrest.Tests.Functions;

public sealed class FunctionPageTests
{
    private static readonly FunctionRecord[] Functions =
    [
        FunctionExample.Published(12, "A"), FunctionExample.Published(2, "b"), FunctionExample.Active("b-b"), FunctionExample.Active("bb"),
    ];

    private static IEnumerable<FunctionVersion> All => Functions.SelectMany(function => function.Versions);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(18)]
    [InlineData(null)]
    public void The_pages_together_are_the_list(int? maxItems)
    {
        var seen = new List<FunctionVersion>();
        string? marker = null;
        do
        {
            var page = FunctionPage.TryTake(All, marker, maxItems)!;
            Assert.True(page.Items.Count <= (maxItems ?? FunctionLimits.MaxPageSize));
            seen.AddRange(page.Items);
            marker = page.NextMarker;
        }
        while (marker is not null);

        Assert.Equal(All, seen);
    }

    [Fact]
    public void A_page_has_fifty_items_at_most()
    {
        var many = FunctionExample.Published(60).Versions;

        Assert.Equal(50, FunctionPage.TryTake(many, null, 10_000)!.Items.Count);
        Assert.Equal(50, FunctionPage.TryTake(many, "", null)!.Items.Count);
    }

    [Fact]
    public void A_marker_holds_when_what_it_points_at_is_gone()
    {
        var marker = FunctionPage.TryTake(All, null, 13)!.NextMarker;

        var rest = FunctionPage.TryTake(All.Where(version => version.Key.Name != "b"), marker, null)!;

        Assert.Equal(["b-b", "bb"], rest.Items.Select(version => version.Key.Name));
    }

    [Fact]
    public void Versions_count_as_numbers()
    {
        var marker = FunctionPage.TryTake(Functions[0].Versions, null, 3)!.NextMarker!;

        Assert.Equal(new FunctionPosition("A", 3), FunctionPosition.TryParse(marker));
        Assert.Equal("10", FunctionPage.TryTake(Functions[0].Versions, new FunctionPosition("A", 10).ToMarker(), 1)!.Items[0].Number);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("====")]
    [InlineData("1:f:0")]
    [InlineData("*1:f")]
    [InlineData("*1:f:-1")]
    [InlineData("*1:f:99999999999")]
    [InlineData("*2:f:0")]
    [InlineData("*1:../f:0")]
    [InlineData("*1:f:0:0")]
    [InlineData("*\u0000\u00ff")]
    public void A_marker_that_was_never_given_out_is_not_taken(string text)
    {
        var marker = text[0] == '*' ? Convert.ToBase64String(Encoding.UTF8.GetBytes(text[1..])) : text;

        Assert.Null(FunctionPage.TryTake(All, marker, null));
    }
}
