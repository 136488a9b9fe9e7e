using Goldcrest.Core.Functions;
using Goldcrest.Core.Functions.Attached;
using Goldcrest.Server.Concurrency;
using Goldcrest.Server.Functions;
using Goldcrest.Tests.Aliases;
using Goldcrest.Tests.Identity;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;
using static Goldcrest.Tests.Attached.TestCatalog;

namespace Goldcrest.Tests.Concurrency;

public sealed class ProvisionedConcurrencyTests
{
    private const string Arn = "arn:aws:lambda:us-east-1:000000000000:function:";

    private static FunctionRecord Function => TestFunctions.Function(versions: 2, aliases: [TestFunctions.Alias("live", "1"), TestFunctions.Alias("twin", "1")]);

    [Theory]
    [InlineData("1")]
    [InlineData("live")]
    public async Task A_config_is_in_progress_with_nothing_allocated(string qualifier)
    {
        var catalog = await OfAsync(Function);

        var put = (await PutAsync(catalog, "hello", qualifier, 3)).Output!;
        var shown = (await GetAsync(catalog, "hello", qualifier)).Output!;

        Assert.Equal((3, 0, 0, "IN_PROGRESS", "2026-11-21T10:11:12+0000"), (put.RequestedProvisionedConcurrentExecutions, put.AvailableProvisionedConcurrentExecutions, put.AllocatedProvisionedConcurrentExecutions, put.Status, put.LastModified));
        Assert.Equal((3, 0, 0, "IN_PROGRESS", "2026-11-21T10:11:12+0000"), (shown.RequestedProvisionedConcurrentExecutions, shown.AvailableProvisionedConcurrentExecutions, shown.AllocatedProvisionedConcurrentExecutions, shown.Status, shown.LastModified));
    }

    [Theory]
    [InlineData("hello", "10", $"Function not found: {Arn}hello:10")]
    [InlineData("hello", "noalias", $"Cannot find alias arn: {Arn}hello:noalias")]
    [InlineData("doesnotexist", "1", $"Function not found: {Arn}doesnotexist:1")]
    [InlineData("doesnotexist", "noalias", $"Cannot find alias arn: {Arn}doesnotexist:noalias")]
    public async Task What_is_not_there_has_no_config(string name, string qualifier, string message)
    {
        var catalog = await OfAsync(Function);

        Assert.Equal(NotFound(message), Seen(await PutAsync(catalog, name, qualifier, 1)));
        Assert.Equal(NotFound(message), Seen(await GetAsync(catalog, name, qualifier)));
        Assert.Equal(NotFound(message), Seen(await DeleteAsync(catalog, name, qualifier)));
    }

    [Fact]
    public async Task Snapshots_and_tenants_have_no_config()
    {
        var settings = Function.Latest.Current.Settings;
        var snapshots = await OfAsync(With(settings with { SnapStart = SnapStartMode.PublishedVersions }));
        var tenants = await OfAsync(With(settings with { IsTenantIsolated = true }));

        Assert.Equal(BadParameter("Provisioned Concurrency is not supported for SnapStart enabled functions."), Seen(await PutAsync(snapshots, "hello", "1", 1)));
        Assert.Equal(
            BadParameter("Provisioned Concurrency is not supported for functions with tenant isolation mode."), Seen(await PutAsync(tenants, "hello", "live", 1)));

        static FunctionRecord With(FunctionSettings settings)
        {
            var first = Function.Published[1];
            return Function.With(first with { Current = first.Current with { Settings = settings } });
        }
    }

    [Fact]
    public async Task The_latest_code_has_no_config()
    {
        var catalog = await OfAsync(Function);

        Assert.Equal(
            BadParameter("Provisioned Concurrency Configs cannot be applied to unpublished function versions."),
            Seen(await PutAsync(catalog, "hello", "$LATEST", 1)));
        Assert.Equal(
            BadParameter("The function resource provided must be an alias or a published version."), Seen(await GetAsync(catalog, "hello", "$LATEST")));
        Assert.Equal(
            BadParameter("The function resource provided must be an alias or a published version."), Seen(await DeleteAsync(catalog, "hello", "$LATEST")));
    }

    [Fact]
    public async Task A_version_without_config_says_so_and_can_be_rid_of_it()
    {
        var catalog = await OfAsync(Function);

        Assert.Equal(
            (404, "ProvisionedConcurrencyConfigNotFoundException", "No Provisioned Concurrency Config found for this function"),
            Seen(await GetAsync(catalog, "hello", "1")));
        Assert.Null((await DeleteAsync(catalog, "hello", "1")).Error);
    }

    [Theory]
    [InlineData("1", "live", "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version")]
    [InlineData("twin", "live", "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version")]
    [InlineData("live", "1", "Version is pointed by a Provisioned Concurrency alias")]
    public async Task One_version_has_one_config(string first, string second, string message)
    {
        var catalog = await OfAsync(Function);
        await PutAsync(catalog, "hello", first, 1);

        var put = await PutAsync(catalog, "hello", second, 1);

        Assert.Equal(Conflict(message), Seen(put));
    }

    [Fact]
    public async Task A_config_can_be_changed_and_deleted()
    {
        var catalog = await OfAsync(Function);
        await PutAsync(catalog, "hello", "live", 1);

        var changed = await PutAsync(catalog, "hello", "live", 2);
        await DeleteAsync(catalog, "hello", "live");

        Assert.Equal(2, changed.Output!.RequestedProvisionedConcurrentExecutions);
        Assert.True(catalog.Find(TestFunctions.Key)!.Attachments.Provisioned.IsEmpty);
    }

    [Fact]
    public async Task An_alias_that_shares_its_requests_has_no_config()
    {
        var catalog = await OfAsync(TestFunctions.Function(versions: 2, aliases: TestFunctions.Alias("live", "1", new SharedTraffic("2", 0.5))));

        var put = await PutAsync(catalog, "hello", "live", 1);

        Assert.Equal(BadParameter("Alias with weights can not be used with Provisioned Concurrency"), Seen(put));
    }

    [Theory]
    [InlineData(1_001, "Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [1000].")]
    [InlineData(1_000, "Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].")]
    public async Task The_account_is_the_bound_of_a_function_without_a_reservation(int wanted, string message)
    {
        var put = await PutAsync(await OfAsync(Function), "hello", "1", wanted);

        Assert.Equal(BadParameter(message), Seen(put));
        Assert.Null(put.Error!.Type);
    }

    [Fact]
    public async Task The_reservation_is_the_bound_of_a_function_that_has_one()
    {
        var function = Function;
        var catalog = await OfAsync(function with { Attachments = function.Attachments with { ReservedConcurrency = 1 } });

        var put = await PutAsync(catalog, "hello", "1", 2);

        Assert.Equal(BadParameter("Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function"), Seen(put));
    }

    [Fact]
    public async Task Configs_are_listed_in_pages_with_the_ARNs_they_were_put_on()
    {
        var catalog = await OfAsync(Function);
        await PutAsync(catalog, "hello", "live", 1);
        await PutAsync(catalog, "hello", "2", 1);

        var first = await ListAsync(catalog, "hello", null);
        var second = await ListAsync(catalog, "hello", first.Output!.NextMarker);

        Assert.Equal([$"{Arn}hello:2"], first.Output.ProvisionedConcurrencyConfigs!.Select(config => config.FunctionArn));
        Assert.Equal([$"{Arn}hello:live"], second.Output!.ProvisionedConcurrencyConfigs!.Select(config => config.FunctionArn));
        Assert.Null(second.Output.NextMarker);
    }

    [Fact]
    public async Task A_list_of_no_function_is_refused()
    {
        Assert.Equal(NotFound($"Function not found: {Arn}doesnotexist"), Seen(await ListAsync(await OfAsync(Function), "doesnotexist", null)));
    }

    private static ProvisionedWrites Writes(FunctionCatalog catalog) => new(new AccountPool(catalog, new ConcurrencyOptions()), new HandClock(Now));

    private static async Task<WireResult<PutProvisionedConcurrencyConfigResponse>> PutAsync(FunctionCatalog catalog, string name, string qualifier, int wanted) =>
        await Writes(catalog).PutProvisionedConcurrencyConfigAsync(
            new PutProvisionedConcurrencyConfigRequest { FunctionName = name, Qualifier = qualifier, ProvisionedConcurrentExecutions = wanted },
            Context,
            TestContext.Current.CancellationToken);

    private static async Task<WireResult<GetProvisionedConcurrencyConfigResponse>> GetAsync(FunctionCatalog catalog, string name, string qualifier) =>
        await new ProvisionedReads(catalog).GetProvisionedConcurrencyConfigAsync(
            new GetProvisionedConcurrencyConfigRequest { FunctionName = name, Qualifier = qualifier }, Context, TestContext.Current.CancellationToken);

    private static async Task<WireResult<NoOutput>> DeleteAsync(FunctionCatalog catalog, string name, string qualifier) =>
        await Writes(catalog).DeleteProvisionedConcurrencyConfigAsync(
            new DeleteProvisionedConcurrencyConfigRequest { FunctionName = name, Qualifier = qualifier }, Context, TestContext.Current.CancellationToken);

    private static async Task<WireResult<ListProvisionedConcurrencyConfigsResponse>> ListAsync(FunctionCatalog catalog, string name, string? marker) =>
        await new ProvisionedReads(catalog).ListProvisionedConcurrencyConfigsAsync(
            new ListProvisionedConcurrencyConfigsRequest { FunctionName = name, MaxItems = 1, Marker = marker }, Context, TestContext.Current.CancellationToken);
}
