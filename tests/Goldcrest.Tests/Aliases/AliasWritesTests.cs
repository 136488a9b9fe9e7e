using Goldcrest.Core.Functions.Attached;
using Goldcrest.Server.Aliases;
using Goldcrest.Server.Functions;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;
using static Goldcrest.Tests.Attached.TestCatalog;

namespace Goldcrest.Tests.Aliases;

public sealed class AliasWritesTests
{
    [Fact]
    public async Task A_new_alias_has_what_the_request_gave_it()
    {
        var catalog = await OfAsync(TestFunctions.Function(versions: 2));

        var made = await CreateAsync(catalog, "live", "1", new() { ["2"] = 0.25 });

        Assert.Equal(($"{TestFunctions.Arn}:live", "live", "1", ""), (made.Output!.AliasArn, made.Output.Name, made.Output.FunctionVersion, made.Output.Description));
        Assert.Equal([new("2", 0.25)], made.Output.RoutingConfig!.AdditionalVersionWeights!);
        Assert.True(Guid.TryParse(made.Output.RevisionId, out _));
    }

    [Fact]
    public async Task An_empty_routing_config_shares_nothing_and_is_not_shown()
    {
        var catalog = await OfAsync(TestFunctions.Function(versions: 1));

        var made = await CreateAsync(catalog, "live", "1", []);

        Assert.Null(made.Output!.RoutingConfig);
    }

    [Fact]
    public async Task An_alias_may_point_at_the_latest_code()
    {
        var catalog = await OfAsync(TestFunctions.Function());

        var made = await CreateAsync(catalog, "live", "$LATEST");

        Assert.Equal("$LATEST", made.Output!.FunctionVersion);
    }

    public static TheoryData<string, string, string, string[], int, string, string> Refusals => new()
    {
        { "hello", "taken", "1", [], 409, "ResourceConflictException", "Alias already exists: arn:aws:lambda:us-east-1:000000000000:function:hello:taken" },
        { "hello", "a", "10", [], 404, "ResourceNotFoundException", "Function not found: arn:aws:lambda:us-east-1:000000000000:function:hello:10" },
        { "hello", "a", "1", ["10"], 404, "ResourceNotFoundException", "Function not found: arn:aws:lambda:us-east-1:000000000000:function:hello:10" },
        { "hello-unknown", "a", "1", [], 404, "ResourceNotFoundException", "Function not found: arn:aws:lambda:us-east-1:000000000000:function:hello-unknown:1" },
        { "hello", "a", "1", ["2", "3"], 400, "InvalidParameterValueException", "Number of items in AdditionalVersionWeights cannot be greater than 1" },
        { "hello", "a", "1", ["1"], 400, "InvalidParameterValueException", "Invalid function version 1. Function version 1 is already included in routing configuration." },
        { "hello", "a", "$LATEST", ["1"], 400, "InvalidParameterValueException", "$LATEST is not supported for an alias pointing to more than 1 version" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task An_alias_that_cannot_be_is_refused_in_the_recorded_words(
        string function, string name, string version, string[] shared, int status, string code, string message)
    {
        var catalog = await OfAsync(TestFunctions.Function(versions: 3, aliases: TestFunctions.Alias("taken", "1")));

        var made = await CreateAsync(catalog, name, version, shared.ToDictionary(number => number, _ => 0.5), function);

        Assert.Equal((status, code, message), Seen(made));
    }

    [Fact]
    public async Task Versions_with_different_roles_do_not_share()
    {
        var function = TestFunctions.Function(versions: 1);
        var catalog = await OfAsync(function with { Published = function.Published.Add(2, TestFunctions.Version("2", "arn:aws:iam::000000000000:role/other")) });

        var made = await CreateAsync(catalog, "live", "1", new() { ["2"] = 0.5 });

        Assert.Equal(BadParameter("Specified versions must be associated with the same execution role"), Seen(made));
    }

    [Fact]
    public async Task The_refusal_of_the_latest_code_has_no_type()
    {
        var catalog = await OfAsync(TestFunctions.Function(versions: 1));

        var made = await CreateAsync(catalog, "live", "$LATEST", new() { ["1"] = 0.5 });

        Assert.Null(made.Error!.Type);
    }

    [Fact]
    public async Task What_an_update_leaves_out_stays()
    {
        var catalog = await OfAsync(TestFunctions.Function(versions: 2, aliases: TestFunctions.Alias("live", "1", new SharedTraffic("2", 0.1)) with { Description = "d" }));

        var updated = await UpdateAsync(catalog, new UpdateAliasRequest { FunctionName = "hello", Name = "live" });

        Assert.Equal(("1", "d"), (updated.Output!.FunctionVersion, updated.Output.Description));
        Assert.Equal([new("2", 0.1)], updated.Output.RoutingConfig!.AdditionalVersionWeights!);
        Assert.NotEqual("r-live", updated.Output.RevisionId);
    }

    [Fact]
    public async Task An_update_of_an_alias_that_is_not_there_is_refused()
    {
        var catalog = await OfAsync(TestFunctions.Function());

        var updated = await UpdateAsync(catalog, new UpdateAliasRequest { FunctionName = "hello", Name = "live" });

        Assert.Equal(NotFound($"Alias not found: {TestFunctions.Arn}:live"), Seen(updated));
    }

    [Fact]
    public async Task Moving_to_the_version_it_shared_with_is_refused_until_the_weights_go_too()
    {
        var catalog = await OfAsync(TestFunctions.Function(versions: 2, aliases: TestFunctions.Alias("live", "1", new SharedTraffic("2", 0.1))));

        var alone = await UpdateAsync(catalog, new UpdateAliasRequest { FunctionName = "hello", Name = "live", FunctionVersion = "2" });
        var both = await UpdateAsync(
            catalog, new UpdateAliasRequest { FunctionName = "hello", Name = "live", FunctionVersion = "2", RoutingConfig = Routing([]) });

        Assert.Equal(BadParameter("Invalid function version 2. Function version 2 is already included in routing configuration."), Seen(alone));
        Assert.Null(both.Output!.RoutingConfig);
    }

    [Fact]
    public async Task Of_fifty_updaters_with_the_same_revision_exactly_one_wins_every_time()
    {
        var catalog = await OfAsync(TestFunctions.Function(versions: 2, aliases: TestFunctions.Alias("live", "1")));
        var revision = "r-live";
        for (var round = 0; round < 20; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(updater => Task.Run(() => UpdateAsync(
                catalog, new UpdateAliasRequest { FunctionName = "hello", Name = "live", Description = $"{updater}", RevisionId = revision }))));

            var winner = Assert.Single(answers, answer => answer.Error is null).Output!;
            Assert.All(answers.Where(answer => answer.Error is not null), answer => Assert.Equal(
                (412, "PreconditionFailedException", "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id"),
                Seen(answer)));
            var kept = catalog.Find(TestFunctions.Key)!.Attachments.Aliases["live"];
            Assert.Equal((winner.Description, winner.RevisionId), (kept.Description, kept.RevisionId));
            revision = winner.RevisionId!;
        }
    }

    [Fact]
    public async Task A_deleted_alias_takes_along_what_hung_on_it()
    {
        var function = TestFunctions.Function(versions: 1, aliases: TestFunctions.Alias("live", "1"));
        var catalog = await OfAsync(function with
        {
            Attachments = function.Attachments with { Provisioned = function.Attachments.Provisioned.Add("live", new ProvisionedConcurrency(1, Now)) },
        });

        await new AliasWrites(catalog).DeleteAliasAsync(
            new DeleteAliasRequest { FunctionName = "hello", Name = "live" }, Context, TestContext.Current.CancellationToken);

        var left = catalog.Find(TestFunctions.Key)!.Attachments;
        Assert.True(left.Aliases.IsEmpty && left.Provisioned.IsEmpty);
    }

    [Fact]
    public async Task An_alias_that_is_not_there_is_as_good_as_deleted()
    {
        var catalog = await OfAsync(TestFunctions.Function());

        var deleted = await new AliasWrites(catalog).DeleteAliasAsync(
            new DeleteAliasRequest { FunctionName = "hello", Name = "live" }, Context, TestContext.Current.CancellationToken);

        Assert.Null(deleted.Error);
    }

    [Fact]
    public async Task An_alias_with_sandboxes_of_its_own_does_not_move_to_a_version_that_has_some()
    {
        var function = TestFunctions.Function(versions: 2, aliases: TestFunctions.Alias("live", "1"));
        var provisioned = function.Attachments.Provisioned.Add("live", new ProvisionedConcurrency(1, Now)).Add("2", new ProvisionedConcurrency(1, Now));
        var catalog = await OfAsync(function with { Attachments = function.Attachments with { Provisioned = provisioned } });

        var moved = await UpdateAsync(catalog, new UpdateAliasRequest { FunctionName = "hello", Name = "live", FunctionVersion = "2" });

        Assert.Equal(Conflict("Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version"), Seen(moved));
    }

    private static async Task<WireResult<AliasConfiguration>> CreateAsync(
        FunctionCatalog catalog, string name, string version, Dictionary<string, double>? weights = null, string function = "hello") =>
        await new AliasWrites(catalog).CreateAliasAsync(
            new CreateAliasRequest { FunctionName = function, Name = name, FunctionVersion = version, RoutingConfig = weights is null ? null : Routing(weights) },
            Context,
            TestContext.Current.CancellationToken);

    private static async Task<WireResult<AliasConfiguration>> UpdateAsync(FunctionCatalog catalog, UpdateAliasRequest request) =>
        await new AliasWrites(catalog).UpdateAliasAsync(request, Context, TestContext.Current.CancellationToken);

    private static AliasRoutingConfiguration Routing(Dictionary<string, double> weights) => new() { AdditionalVersionWeights = weights };
}
