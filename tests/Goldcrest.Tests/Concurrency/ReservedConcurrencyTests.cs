using Goldcrest.Core.Functions.Attached;
using Goldcrest.Server.Concurrency;
using Goldcrest.Server.Functions;
using Goldcrest.Tests.Aliases;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;
using static Goldcrest.Tests.Attached.TestCatalog;
using Reservation = Goldcrest.Wire.Lambda.Concurrency;

namespace Goldcrest.Tests.Concurrency;

public sealed class ReservedConcurrencyTests
{
    [Fact]
    public async Task A_reservation_is_kept_shown_and_taken_back()
    {
        var catalog = await OfAsync(TestFunctions.Function());

        var put = await PutAsync(catalog, "hello", 5);
        var during = await GetAsync(catalog);
        await Operations(catalog).DeleteFunctionConcurrencyAsync(
            new DeleteFunctionConcurrencyRequest { FunctionName = "hello" }, Context, TestContext.Current.CancellationToken);
        var after = await GetAsync(catalog);

        Assert.Equal((5, 5, null), (put.Output!.ReservedConcurrentExecutions, during, after));
    }

    [Fact]
    public async Task Nothing_may_be_reserved_which_stops_the_function()
    {
        var catalog = await OfAsync(TestFunctions.Function());

        await PutAsync(catalog, "hello", 0);

        Assert.Equal(0, await GetAsync(catalog));
    }

    [Fact]
    public async Task A_function_that_is_not_there_is_named_with_its_latest_version_when_it_is_to_reserve()
    {
        var put = await PutAsync(await OfAsync(), "doesnotexist", 1);

        Assert.Equal(NotFound("Function not found: arn:aws:lambda:us-east-1:000000000000:function:doesnotexist:$LATEST"), Seen(put));
    }

    [Theory]
    [InlineData("hello:$LATEST")]
    [InlineData("hello:1")]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:function:hello:live")]
    public async Task Versions_and_aliases_reserve_nothing(string name)
    {
        var put = await PutAsync(await OfAsync(TestFunctions.Function(versions: 1)), name, 1);

        Assert.Equal(
            BadParameter("This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN."),
            Seen(put));
    }

    [Theory]
    [InlineData(901)]
    [InlineData(1_001)]
    public async Task A_hundred_stay_with_the_others(int wanted)
    {
        var put = await PutAsync(await OfAsync(TestFunctions.Function()), "hello", wanted);

        Assert.Equal(
            BadParameter("Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100]."),
            Seen(put));
        Assert.Null(put.Error!.Type);
    }

    [Fact]
    public async Task A_reservation_below_what_is_provisioned_is_refused_in_the_recorded_words()
    {
        var function = TestFunctions.Function(versions: 1);
        var provisioned = function.Attachments.Provisioned.Add("1", new ProvisionedConcurrency(2, Now));
        var catalog = await OfAsync(function with { Attachments = function.Attachments with { Provisioned = provisioned } });

        var put = await PutAsync(catalog, "hello", 1);

        Assert.Equal(BadParameter(" ReservedConcurrentExecutions  1 should not be lower than function's total provisioned concurrency [2]."), Seen(put));
        Assert.Null(put.Error!.Type);
    }

    [Fact]
    public async Task Functions_that_reserve_at_once_do_not_take_the_same_share()
    {
        var names = Enumerable.Range(0, 50).Select(number => $"f{number}").ToList();
        var catalog = await OfAsync([.. names.Select(name => TestFunctions.Function(name))]);
        var operations = Operations(catalog);

        var answers = await Task.WhenAll(names.Select(name => Task.Run(() => PutAsync(operations, name, 100))));

        Assert.Equal(9, answers.Count(answer => answer.Error is null));
        Assert.Equal(900, catalog.List("000000000000", "us-east-1").Sum(function => function.Attachments.ReservedConcurrency ?? 0));
    }

    private static ReservedConcurrency Operations(FunctionCatalog catalog) => new(catalog, new AccountPool(catalog, new ConcurrencyOptions()));

    private static Task<WireResult<Reservation>> PutAsync(FunctionCatalog catalog, string name, int wanted) => PutAsync(Operations(catalog), name, wanted);

    private static async Task<WireResult<Reservation>> PutAsync(ReservedConcurrency operations, string name, int wanted) => await operations.PutFunctionConcurrencyAsync(
        new PutFunctionConcurrencyRequest { FunctionName = name, ReservedConcurrentExecutions = wanted }, Context, TestContext.Current.CancellationToken);

    private static async Task<int?> GetAsync(FunctionCatalog catalog) => (await Operations(catalog).GetFunctionConcurrencyAsync(
        new GetFunctionConcurrencyRequest { FunctionName = "hello" }, Context, TestContext.Current.CancellationToken)).Output!.ReservedConcurrentExecutions;
}
