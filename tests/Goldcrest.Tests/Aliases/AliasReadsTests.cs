using Goldcrest.Core.Functions;
using Goldcrest.Core.Functions.Attached;
using Goldcrest.Server.Aliases;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;
using static Goldcrest.Tests.Attached.TestCatalog;

namespace Goldcrest.Tests.Aliases;

public sealed class AliasReadsTests
{
    private static readonly FunctionRecord Function = TestFunctions.Function(
        versions: 2,
        aliases:
        [
            TestFunctions.Alias("blue", "1"),
            TestFunctions.Alias("green", "2"),
            TestFunctions.Alias("both", "1", new SharedTraffic("2", 0.5)),
        ]);

    [Fact]
    public async Task An_alias_is_shown_by_its_name()
    {
        var shown = await GetAsync("hello", "blue");

        Assert.Equal(($"{TestFunctions.Arn}:blue", "1", "r-blue"), (shown.Output!.AliasArn, shown.Output.FunctionVersion, shown.Output.RevisionId));
    }

    [Fact]
    public async Task An_alias_that_is_not_there_is_refused_in_the_recorded_words()
    {
        var shown = await GetAsync("hello", "red");

        Assert.Equal(NotFound($"Cannot find alias arn: {TestFunctions.Arn}:red"), Seen(shown));
    }

    [Fact]
    public async Task Aliases_are_listed_by_name()
    {
        var listed = await ListAsync(new ListAliasesRequest { FunctionName = "hello" });

        Assert.Equal(["blue", "both", "green"], listed.Output!.Aliases!.Select(alias => alias.Name));
        Assert.Null(listed.Output.NextMarker);
    }

    [Fact]
    public async Task A_list_can_be_of_those_that_send_requests_to_one_version()
    {
        var listed = await ListAsync(new ListAliasesRequest { FunctionName = "hello", FunctionVersion = "2" });

        Assert.Equal(["both", "green"], listed.Output!.Aliases!.Select(alias => alias.Name));
    }

    [Fact]
    public async Task Pages_of_one_hold_every_alias_once()
    {
        var names = new List<string?>();
        string? marker = null;
        do
        {
            var page = await ListAsync(new ListAliasesRequest { FunctionName = "hello", MaxItems = 1, Marker = marker });
            names.AddRange(page.Output!.Aliases!.Select(alias => alias.Name));
            marker = page.Output.NextMarker;
        }
        while (marker is not null);

        Assert.Equal(["blue", "both", "green"], names);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("other")]
    public async Task An_alias_is_missed_by_its_own_arn_also_where_there_is_no_function(string function)
    {
        var found = await GetAsync(function, "none");

        Assert.Equal(NotFound($"Cannot find alias arn: arn:aws:lambda:us-east-1:000000000000:function:{function}:none"), Seen(found));
    }

    [Fact]
    public async Task A_list_of_no_function_is_refused()
    {
        var listed = await ListAsync(new ListAliasesRequest { FunctionName = "other" });

        Assert.Equal(NotFound("Function not found: arn:aws:lambda:us-east-1:000000000000:function:other"), Seen(listed));
    }

    private static async Task<WireResult<AliasConfiguration>> GetAsync(string function, string name) => await new AliasReads(await OfAsync(Function)).GetAliasAsync(
        new GetAliasRequest { FunctionName = function, Name = name }, Context, TestContext.Current.CancellationToken);

    private static async Task<WireResult<ListAliasesResponse>> ListAsync(ListAliasesRequest request) =>
        await new AliasReads(await OfAsync(Function)).ListAliasesAsync(request, Context, TestContext.Current.CancellationToken);
}
