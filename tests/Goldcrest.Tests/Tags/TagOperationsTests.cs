using System.Collections.Immutable;
using Goldcrest.Core.Sandboxes;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Tags;
using Goldcrest.Tests.Aliases;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;
using static Goldcrest.Tests.Attached.TestCatalog;

namespace Goldcrest.Tests.Tags;

public sealed class TagOperationsTests
{
    private const string Prefix = "arn:aws:lambda:us-east-1:000000000000:";
    private const string Arn = $"{Prefix}function:hello";

    [Fact]
    public async Task Tags_are_added_replaced_listed_and_taken_away()
    {
        var catalog = await OfAsync(TestFunctions.Function());

        await TagAsync(catalog, Arn, ("A", "a"), ("B", "b"));
        await TagAsync(catalog, Arn, ("B", "new"), ("C", ""));
        var tagged = await ListAsync(catalog, Arn);
        await UntagAsync(catalog, Arn, "A", "C", "never-there");
        var left = await ListAsync(catalog, Arn);

        Assert.Equal([("A", "a"), ("B", "new"), ("C", "")], Pairs(tagged));
        Assert.Equal([("B", "new")], Pairs(left));
    }

    [Fact]
    public async Task A_function_without_tags_lists_none()
    {
        var listed = await ListAsync(await OfAsync(TestFunctions.Function()), Arn);

        Assert.Empty(listed.Output!.Tags!);
    }

    [Fact]
    public async Task A_change_of_tags_changes_the_functions_revision()
    {
        var catalog = await OfAsync(TestFunctions.Function());

        await TagAsync(catalog, Arn, ("A", "a"));

        Assert.NotEqual("r$LATEST", catalog.Find(TestFunctions.Key)!.Latest.RevisionId);
    }

    [Fact]
    public async Task Fifty_tags_are_enough()
    {
        var catalog = await OfAsync(TestFunctions.Function());
        await TagAsync(catalog, Arn, [.. Enumerable.Range(0, 50).Select(number => ($"k{number}", "v"))]);

        var same = await TagAsync(catalog, Arn, ("k7", "other"));
        var more = await TagAsync(catalog, Arn, ("one", "more"));

        Assert.Null(same.Error);
        Assert.Equal(BadParameter("Number of tags exceeds resource tag limit."), Seen(more));
    }

    [Theory]
    [InlineData("aws:mine")]
    [InlineData("AWS:mine")]
    public async Task Some_keys_are_not_for_callers(string key)
    {
        var tagged = await TagAsync(await OfAsync(TestFunctions.Function()), Arn, (key, "v"));

        Assert.Equal(BadParameter($"Tag keys starting with 'aws:' are reserved for internal use: {key}"), Seen(tagged));
    }

    [Fact]
    public async Task No_tags_at_all_cannot_be_processed()
    {
        Assert.Equal(BadParameter("An error occurred and the request cannot be processed."), Seen(await TagAsync(await OfAsync(), Arn)));
    }

    [Theory]
    [InlineData($"{Arn}:1")]
    [InlineData($"{Arn}:live")]
    [InlineData($"{Arn}:$LATEST")]
    public async Task Versions_and_aliases_have_no_tags(string arn)
    {
        var tagged = await TagAsync(await OfAsync(TestFunctions.Function(versions: 1)), arn, ("A", "a"));

        Assert.Equal(BadParameter("Tags on function aliases and versions are not supported. Please specify a function ARN."), Seen(tagged));
    }

    [Theory]
    [InlineData("function:none", "Function not found: {0}")]
    [InlineData("capacity-provider:none", "Capacity provider not found: {0}")]
    [InlineData("event-source-mapping:11111111-2222-3333-4444-555555555555", "Event source mapping not found: {0}")]
    [InlineData("code-signing-config:csc-00000000000000000", "The resource you requested does not exist.")]
    [InlineData("layer:none", "The resource you requested does not exist.")]
    public async Task What_is_not_there_has_no_tags(string resource, string message)
    {
        var catalog = await OfAsync();
        var arn = Prefix + resource;
        var refused = NotFound(string.Format(null, message, arn));

        Assert.Equal(refused, Seen(await TagAsync(catalog, arn, ("A", "a"))));
        Assert.Equal(refused, Seen(await UntagAsync(catalog, arn, "A")));
        Assert.Equal(refused, Seen(await ListAsync(catalog, arn)));
    }

    [Fact]
    public async Task The_tags_of_another_account_are_none_of_ones_business()
    {
        var listed = await ListAsync(await OfAsync(), "arn:aws:lambda:us-east-1:111111111111:function:hello");

        Assert.Equal((403, "AccessDeniedException", null), Seen(listed));
    }

    [Fact]
    public async Task Another_regions_functions_are_out_of_reach()
    {
        var listed = await ListAsync(await OfAsync(), "arn:aws:lambda:eu-west-1:000000000000:function:hello");

        Assert.Equal(NotFound("Functions from 'eu-west-1' are not reachable in this region ('us-east-1')"), Seen(listed));
    }

    [Fact]
    public async Task A_feature_that_brings_its_own_kind_is_asked_for_it()
    {
        var operations = new TagOperations([new OneLayer()]);

        var listed = await operations.ListTagsAsync(
            new ListTagsRequest { Resource = $"{Prefix}layer:one" }, Context, TestContext.Current.CancellationToken);

        Assert.Equal([("kind", "one")], Pairs(listed));
    }

    [Theory]
    [InlineData("gvisor", Isolation.Crun, "The tag goldcrest:isolation of the function asks for 'gvisor'; there are process, crun, runsc")]
    [InlineData("", Isolation.Crun, "The tag goldcrest:isolation of the function asks for ''; there are process, crun, runsc")]
    [InlineData("crun", Isolation.Runsc, "The tag goldcrest:isolation of the function asks for crun, which is weaker than the runsc of this node")]
    [InlineData("crun", Isolation.Process, "The tag goldcrest:isolation of the function asks for crun, which needs a server that runs as root")]
    public async Task An_isolation_that_the_node_does_not_give_is_refused_when_it_is_asked_for(string wanted, Isolation node, string message)
    {
        var catalog = await OfAsync(TestFunctions.Function());

        var tagged = await TagAsync(catalog, Arn, new NodeOffer(node, VpcPlan.None), ("A", "a"), (IsolationChoice.Tag, wanted));

        Assert.Equal(BadParameter(message), Seen(tagged));
        Assert.Empty((await ListAsync(catalog, Arn)).Output!.Tags!);
    }

    [Fact]
    public async Task An_isolation_that_a_function_carries_from_before_stands_in_the_way_of_no_other_tag()
    {
        var catalog = await OfAsync(TestFunctions.Function());
        await TagAsync(catalog, Arn, (IsolationChoice.Tag, "crun"));
        var stronger = new NodeOffer(Isolation.Runsc, VpcPlan.None);

        var other = await TagAsync(catalog, Arn, stronger, ("A", "a"));
        var same = await TagAsync(catalog, Arn, stronger, (IsolationChoice.Tag, "crun"));
        var better = await TagAsync(catalog, Arn, stronger, (IsolationChoice.Tag, "runsc"));
        var back = await TagAsync(catalog, Arn, stronger, (IsolationChoice.Tag, "crun"));

        Assert.Equal((null, null, null), (other.Error, same.Error, better.Error));
        Assert.Equal(400, Seen(back).Status);
    }

    private static List<(string, string)> Pairs(WireResult<ListTagsResponse> listed) => [.. listed.Output!.Tags!.Select(tag => (tag.Key, tag.Value))];

    private static TagOperations Operations(FunctionCatalog catalog, NodeOffer? offer = null) => new([new FunctionTags(catalog, offer ?? NodeOffer.Usual)]);

    private static Task<WireResult<NoOutput>> TagAsync(FunctionCatalog catalog, string arn, params (string Key, string Value)[] tags) =>
        TagAsync(catalog, arn, NodeOffer.Usual, tags);

    private static async Task<WireResult<NoOutput>> TagAsync(FunctionCatalog catalog, string arn, NodeOffer offer, params (string Key, string Value)[] tags) =>
        await Operations(catalog, offer).TagResourceAsync(
            new TagResourceRequest { Resource = arn, Tags = tags.ToDictionary(tag => tag.Key, tag => tag.Value) }, Context, TestContext.Current.CancellationToken);

    private static async Task<WireResult<NoOutput>> UntagAsync(FunctionCatalog catalog, string arn, params string[] keys) =>
        await Operations(catalog).UntagResourceAsync(new UntagResourceRequest { Resource = arn, TagKeys = keys }, Context, TestContext.Current.CancellationToken);

    private static async Task<WireResult<ListTagsResponse>> ListAsync(FunctionCatalog catalog, string arn) =>
        await Operations(catalog).ListTagsAsync(new ListTagsRequest { Resource = arn }, Context, TestContext.Current.CancellationToken);

    private sealed class OneLayer : ITaggables
    {
        public string Kind => "layer";

        public (ImmutableSortedDictionary<string, string>? Tags, WireError? Error) FindTags(ResourceArn arn, CallContext context) =>
            (ImmutableSortedDictionary<string, string>.Empty.Add("kind", arn.Name), null);

        public Task<WireError?> ChangeTagsAsync(ResourceArn arn, CallContext context, TagDecision decide, CancellationToken cancellationToken) =>
            Task.FromResult<WireError?>(null);
    }
}
