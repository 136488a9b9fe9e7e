using System.Text.Json;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Permissions;
using Goldcrest.Tests.Aliases;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;
using static Goldcrest.Tests.Attached.TestCatalog;

namespace Goldcrest.Tests.Permissions;

public sealed class PermissionOperationsTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("1", ":1")]
    [InlineData("live", ":live")]
    public async Task A_permission_is_shown_by_the_qualifier_it_was_given_to(string? qualifier, string suffix)
    {
        var catalog = await CatalogAsync();

        var added = await AddAsync(catalog, qualifier, "s1");
        var shown = await ShowAsync(catalog, qualifier);

        using var statement = JsonDocument.Parse(added.Output!.Statement!);
        Assert.Equal(TestFunctions.Arn + suffix, statement.RootElement.GetProperty("Resource").GetString());
        Assert.Contains(added.Output.Statement!, shown.Output!.Policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_and_its_function_do_not_share_a_policy()
    {
        var catalog = await CatalogAsync();

        await AddAsync(catalog, "1", "s1");

        Assert.Equal(NotFound("The resource you requested does not exist."), Seen(await ShowAsync(catalog, null)));
    }

    [Fact]
    public async Task The_latest_version_by_name_has_no_policy()
    {
        var catalog = await CatalogAsync();

        Assert.Equal(BadParameter("We currently do not support adding policies for $LATEST."), Seen(await AddAsync(catalog, "$LATEST", "s1")));
    }

    [Fact]
    public async Task A_name_is_given_once()
    {
        var catalog = await CatalogAsync();
        await AddAsync(catalog, null, "s1");

        var again = await AddAsync(catalog, null, "s1");

        Assert.Equal(
            Conflict("The statement id (s1) provided already exists. Please provide a new statement id, or remove the existing statement."), Seen(again));
    }

    [Theory]
    [InlineData("hello", "9", "Function not found: arn:aws:lambda:us-east-1:000000000000:function:hello:9")]
    [InlineData("nobody", null, "Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody")]
    public async Task Nothing_is_permitted_on_what_is_not_there(string function, string? qualifier, string message)
    {
        var catalog = await CatalogAsync();

        Assert.Equal(NotFound(message), Seen(await AddAsync(catalog, qualifier, "s1", function: function)));
    }

    [Fact]
    public async Task The_last_statement_takes_the_policy_along()
    {
        var catalog = await CatalogAsync();
        await AddAsync(catalog, null, "s1");

        var removed = await RemoveAsync(catalog, null, "s1");

        Assert.Null(removed.Error);
        Assert.Equal(NotFound("The resource you requested does not exist."), Seen(await ShowAsync(catalog, null)));
        Assert.Empty(catalog.Find(TestFunctions.Key)!.Attachments.Policies);
    }

    [Fact]
    public async Task A_statement_of_a_function_that_is_not_there_is_not_found()
    {
        var catalog = await CatalogAsync();

        var removed = await RemoveAsync(catalog, null, "s1", function: "nobody");

        Assert.Equal(NotFound("No policy found for: arn:aws:lambda:us-east-1:000000000000:function:nobody"), Seen(removed));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("1")]
    [InlineData("live")]
    public async Task Of_fifty_who_add_at_the_same_revision_one_wins(string? qualifier)
    {
        var catalog = await CatalogAsync();
        await AddAsync(catalog, qualifier, "first");
        var revision = (await ShowAsync(catalog, qualifier)).Output!.RevisionId;

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => AddAsync(catalog, qualifier, $"s{i}", revision)));

        Assert.Single(answers, answer => answer.Error is null);
        Assert.Equal(49, answers.Count(answer => answer.Error?.Code == "PreconditionFailedException"));
        Assert.NotEqual(revision, (await ShowAsync(catalog, qualifier)).Output!.RevisionId);
    }

    private static Task<FunctionCatalog> CatalogAsync() => OfAsync(TestFunctions.Function(versions: 2, aliases: TestFunctions.Alias("live", "1")));

    private static async Task<WireResult<AddPermissionResponse>> AddAsync(
        FunctionCatalog catalog, string? qualifier, string sid, string? revisionId = null, string function = "hello") =>
        await new PermissionOperations(catalog).AddPermissionAsync(
            new AddPermissionRequest
            {
                FunctionName = function,
                Qualifier = qualifier,
                StatementId = sid,
                Action = "lambda:InvokeFunction",
                Principal = "s3.amazonaws.com",
                RevisionId = revisionId,
            },
            Context,
            TestContext.Current.CancellationToken);

    private static async Task<WireResult<GetPolicyResponse>> ShowAsync(FunctionCatalog catalog, string? qualifier) =>
        await new PermissionOperations(catalog).GetPolicyAsync(
            new GetPolicyRequest { FunctionName = "hello", Qualifier = qualifier }, Context, TestContext.Current.CancellationToken);

    private static async Task<WireResult<NoOutput>> RemoveAsync(FunctionCatalog catalog, string? qualifier, string sid, string function = "hello") =>
        await new PermissionOperations(catalog).RemovePermissionAsync(
            new RemovePermissionRequest { FunctionName = function, Qualifier = qualifier, StatementId = sid }, Context, TestContext.Current.CancellationToken);
}
