using Goldcrest.Core.Functions;
using Goldcrest.Server.AsyncInvoke;
using Goldcrest.Server.Functions;
using Goldcrest.Tests.Aliases;
using Goldcrest.Tests.Identity;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;
using static Goldcrest.Tests.Attached.TestCatalog;

namespace Goldcrest.Tests.AsyncInvoke;

public sealed class EventInvokeTests
{
    private const string Arn = "arn:aws:lambda:us-east-1:000000000000:function:";

    private static FunctionRecord Function => TestFunctions.Function(versions: 1, aliases: TestFunctions.Alias("live", "1"));

    [Theory]
    [InlineData("hello", null, "$LATEST")]
    [InlineData("hello", "$LATEST", "$LATEST")]
    [InlineData("hello:1", null, "1")]
    [InlineData("hello:live", "live", "live")]
    public async Task Every_qualifier_has_settings_of_its_own(string name, string? qualifier, string shown)
    {
        var catalog = await OfAsync(Function);

        await PutAsync(catalog, new PutFunctionEventInvokeConfigRequest { FunctionName = name, Qualifier = qualifier, MaximumRetryAttempts = 1 });
        var kept = (await GetAsync(catalog, "hello", shown)).Output!;

        Assert.Equal(($"{Arn}hello:{shown}", 1, null, Now), (kept.FunctionArn, kept.MaximumRetryAttempts, kept.MaximumEventAgeInSeconds, kept.LastModified));
        Assert.Equal((null, null), (kept.DestinationConfig!.OnSuccess!.Destination, kept.DestinationConfig.OnFailure!.Destination));
    }

    [Fact]
    public async Task Put_replaces_and_update_keeps_what_it_does_not_name()
    {
        var catalog = await OfAsync(Function);
        await PutAsync(catalog, new() { FunctionName = "hello", MaximumRetryAttempts = 2, MaximumEventAgeInSeconds = 60 });

        var updated = await UpdateAsync(catalog, new() { FunctionName = "hello", MaximumRetryAttempts = 0 });
        var replaced = await PutAsync(catalog, new() { FunctionName = "hello", MaximumRetryAttempts = 0 });

        Assert.Equal((0, 60), (updated.Output!.MaximumRetryAttempts, updated.Output.MaximumEventAgeInSeconds));
        Assert.Equal((0, null), (replaced.Output!.MaximumRetryAttempts, replaced.Output.MaximumEventAgeInSeconds));
    }

    [Fact]
    public async Task An_empty_destination_is_enough_and_takes_one_away()
    {
        var catalog = await OfAsync(Function, TestFunctions.Function("other"));
        await PutAsync(catalog, new() { FunctionName = "hello", DestinationConfig = new() { OnSuccess = new() { Destination = $"{Arn}other" } } });

        var updated = await UpdateAsync(catalog, new() { FunctionName = "hello", DestinationConfig = new() { OnSuccess = new() { Destination = "" } } });
        var put = await PutAsync(catalog, new() { FunctionName = "hello", DestinationConfig = new() { OnSuccess = new() } });

        Assert.Null(updated.Output!.DestinationConfig!.OnSuccess!.Destination);
        Assert.Null(put.Error);
    }

    [Theory]
    [InlineData("doesnotexist")]
    [InlineData("hello")]
    public async Task Nothing_set_is_refused_before_the_function_is_looked_for(string name)
    {
        var put = await PutAsync(await OfAsync(Function), new() { FunctionName = name });

        Assert.Equal(BadParameter("You must specify at least one of error handling or destination setting."), Seen(put));
    }

    [Theory]
    [InlineData("doesnotexist", null)]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:function:doesnotexist", null)]
    [InlineData("hello", "noalias")]
    [InlineData("hello", "7")]
    public async Task What_is_not_there_cannot_be_set(string name, string? qualifier)
    {
        var catalog = await OfAsync(Function);

        var put = await PutAsync(catalog, new() { FunctionName = name, Qualifier = qualifier, MaximumRetryAttempts = 1 });
        var update = await UpdateAsync(catalog, new() { FunctionName = name, Qualifier = qualifier, MaximumRetryAttempts = 1 });

        Assert.Equal(NotFound("The function doesn't exist."), Seen(put));
        Assert.Equal(NotFound("The function doesn't exist."), Seen(update));
    }

    [Fact]
    public async Task Two_qualifiers_must_be_the_same()
    {
        var put = await PutAsync(await OfAsync(Function), new() { FunctionName = "hello:1", Qualifier = "live", MaximumRetryAttempts = 1 });

        Assert.Equal(BadParameter("The derived qualifier from the function name does not match the specified qualifier."), Seen(put));
    }

    [Theory]
    [InlineData(null, "$LATEST", "hello")]
    [InlineData("live", "live", "hello")]
    [InlineData("noalias", "noalias", "hello")]
    [InlineData(null, "$LATEST", "doesnotexist")]
    public async Task Where_nothing_was_set_the_ARN_is_named(string? qualifier, string shown, string name)
    {
        var catalog = await OfAsync(Function);
        var refused = NotFound($"The function {Arn}{name}:{shown} doesn't have an EventInvokeConfig");

        Assert.Equal(refused, Seen(await GetAsync(catalog, name, qualifier)));
        Assert.Equal(refused, Seen(await DeleteAsync(catalog, name, qualifier)));
    }

    [Theory]
    [InlineData(null, "$LATEST")]
    [InlineData("live", "live")]
    public async Task An_update_of_nothing_names_the_ARN_too(string? qualifier, string shown)
    {
        var update = await UpdateAsync(await OfAsync(Function), new() { FunctionName = "hello", Qualifier = qualifier, MaximumRetryAttempts = 0 });

        Assert.Equal(NotFound($"The function {Arn}hello:{shown} doesn't have an EventInvokeConfig"), Seen(update));
    }

    public static TheoryData<string?, string?, string> BadDestinations => new()
    {
        { $"{Arn}doesnotexist", null, $"The destination ARN {Arn}doesnotexist is invalid." },
        { $"{Arn}hello", null, "You can't specify the function as a destination for itself." },
        { "arn:aws:iam:us-east-1:000000000000:function:hello", null, "The provided destination config DestinationConfig(onSuccess=OnSuccess(destination=arn:aws:iam:us-east-1:000000000000:function:hello), onFailure=null) is invalid." },
        { "arn:aws:s3:::bucket", "arn:aws:s3:::bucket", "The provided destination config DestinationConfig(onSuccess=OnSuccess(destination=arn:aws:s3:::bucket), onFailure=OnFailure(destination=arn:aws:s3:::bucket)) is invalid." },
    };

    [Theory]
    [MemberData(nameof(BadDestinations))]
    public async Task A_destination_that_cannot_be_is_refused_in_the_recorded_words(string? success, string? failure, string message)
    {
        var wished = new DestinationConfig { OnSuccess = new() { Destination = success }, OnFailure = failure is null ? null : new() { Destination = failure } };

        var put = await PutAsync(await OfAsync(Function), new() { FunctionName = "hello", DestinationConfig = wished });

        Assert.Equal(BadParameter(message), Seen(put));
    }

    [Fact]
    public async Task Settings_are_listed_in_pages_and_can_be_deleted()
    {
        var catalog = await OfAsync(Function);
        foreach (var qualifier in new[] { "live", "1", null })
        {
            await PutAsync(catalog, new() { FunctionName = "hello", Qualifier = qualifier, MaximumRetryAttempts = 1 });
        }

        var first = await ListAsync(catalog, "hello", 2, null);
        var second = await ListAsync(catalog, "hello", 2, first.Output!.NextMarker);
        await DeleteAsync(catalog, "hello", null);
        var left = await ListAsync(catalog, "hello", null, null);

        Assert.Equal([$"{Arn}hello:$LATEST", $"{Arn}hello:1"], first.Output.FunctionEventInvokeConfigs!.Select(config => config.FunctionArn));
        Assert.Equal([$"{Arn}hello:live"], second.Output!.FunctionEventInvokeConfigs!.Select(config => config.FunctionArn));
        Assert.Equal([$"{Arn}hello:1", $"{Arn}hello:live"], left.Output!.FunctionEventInvokeConfigs!.Select(config => config.FunctionArn));
    }

    [Fact]
    public async Task A_list_of_no_function_is_refused()
    {
        Assert.Equal(NotFound("The function doesn't exist."), Seen(await ListAsync(await OfAsync(Function), "doesnotexist", null, null)));
    }

    private static EventInvokeWrites Writes(FunctionCatalog catalog) => new(catalog, new HandClock(Now));

    private static async Task<WireResult<FunctionEventInvokeConfig>> PutAsync(FunctionCatalog catalog, PutFunctionEventInvokeConfigRequest request) =>
        await Writes(catalog).PutFunctionEventInvokeConfigAsync(request, Context, TestContext.Current.CancellationToken);

    private static async Task<WireResult<FunctionEventInvokeConfig>> UpdateAsync(FunctionCatalog catalog, UpdateFunctionEventInvokeConfigRequest request) =>
        await Writes(catalog).UpdateFunctionEventInvokeConfigAsync(request, Context, TestContext.Current.CancellationToken);

    private static async Task<WireResult<NoOutput>> DeleteAsync(FunctionCatalog catalog, string name, string? qualifier) =>
        await Writes(catalog).DeleteFunctionEventInvokeConfigAsync(
            new DeleteFunctionEventInvokeConfigRequest { FunctionName = name, Qualifier = qualifier }, Context, TestContext.Current.CancellationToken);

    private static async Task<WireResult<FunctionEventInvokeConfig>> GetAsync(FunctionCatalog catalog, string name, string? qualifier) =>
        await new EventInvokeReads(catalog).GetFunctionEventInvokeConfigAsync(
            new GetFunctionEventInvokeConfigRequest { FunctionName = name, Qualifier = qualifier }, Context, TestContext.Current.CancellationToken);

    private static async Task<WireResult<ListFunctionEventInvokeConfigsResponse>> ListAsync(FunctionCatalog catalog, string name, int? maxItems, string? marker) =>
        await new EventInvokeReads(catalog).ListFunctionEventInvokeConfigsAsync(
            new ListFunctionEventInvokeConfigsRequest { FunctionName = name, MaxItems = maxItems, Marker = marker }, Context, TestContext.Current.CancellationToken);
}
