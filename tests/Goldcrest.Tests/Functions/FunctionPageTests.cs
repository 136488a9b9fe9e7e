using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Records;

namespace Goldcrest.Tests.Functions;

public sealed class FunctionPageTests
{
    private const string List = "ListFunctions 1";
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
            var page = FunctionPage.Of(List, All, marker, maxItems)!;
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

        Assert.Equal(50, FunctionPage.Of(List, many, null, 10_000)!.Items.Count);
        Assert.Equal(50, FunctionPage.Of(List, many, null, null)!.Items.Count);
    }

    [Fact]
    public void A_marker_holds_when_what_it_points_at_is_gone()
    {
        var marker = FunctionPage.Of(List, All, null, 13)!.NextMarker;

        var rest = FunctionPage.Of(List, All.Where(version => version.Key.Name != "b"), marker, null)!;

        Assert.Equal(["b-b", "bb"], rest.Items.Select(version => version.Key.Name));
    }

    [Fact]
    public void Versions_count_as_numbers()
    {
        var marker = FunctionPage.Of(List, Functions[0].Versions, null, 3)!.NextMarker!;

        Assert.Equal("A:3", PageMarker.Read(List, marker));
        Assert.Equal("10", FunctionPage.Of(List, Functions[0].Versions, PageMarker.Write(List, "A:10"), 1)!.Items[0].Number);
    }

    [Theory]
    [InlineData("f")]
    [InlineData("f:-1")]
    [InlineData("f:99999999999")]
    [InlineData("../f:0")]
    [InlineData("f:0:0")]
    [InlineData("\u0000\u00ff")]
    public void A_place_that_no_version_can_have_is_not_taken(string position) =>
        Assert.Null(FunctionPage.Of(List, All, PageMarker.Write(List, position), null));

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("====")]
    public void A_marker_that_was_never_given_out_is_not_taken(string marker) => Assert.Null(FunctionPage.Of(List, All, marker, null));

    [Fact]
    public void A_marker_of_another_list_is_not_taken() =>
        Assert.Null(FunctionPage.Of(List, All, FunctionPage.Of("ListFunctions 2", All, null, 1)!.NextMarker, null));
}
