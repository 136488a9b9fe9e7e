using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;
using Goldcrest.Server.RuntimeUpdates;
using Goldcrest.Tests.Aliases;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;
using static Goldcrest.Tests.Attached.TestCatalog;

namespace Goldcrest.Tests.RuntimeUpdates;

public sealed class RuntimeUpdateTests
{
    private const string Release = "arn:aws:lambda:us-east-1::runtime:0123456789abcdef";

    private static FunctionRecord Function => TestFunctions.Function(versions: 1, aliases: TestFunctions.Alias("live", "1"));

    [Theory]
    [InlineData(null, "$LATEST")]
    [InlineData("$LATEST", "$LATEST")]
    [InlineData("1", "1")]
    public async Task Runtimes_move_by_themselves_unless_told_otherwise(string? qualifier, string version)
    {
        var shown = (await GetAsync(await OfAsync(Function), "hello", qualifier)).Output!;

        Assert.Equal(("Auto", null, $"{TestFunctions.Arn}:{version}"), (shown.UpdateRuntimeOn, shown.RuntimeVersionArn, shown.FunctionArn));
    }

    [Fact]
    public async Task A_version_can_stay_with_one_release()
    {
        var catalog = await OfAsync(Function);

        var put = (await PutAsync(catalog, "1", "Manual", Release)).Output!;
        var shown = (await GetAsync(catalog, "hello", "1")).Output!;
        var latest = (await GetAsync(catalog, "hello", null)).Output!;

        Assert.Equal(("Manual", Release, $"{TestFunctions.Arn}:1"), (put.UpdateRuntimeOn, put.RuntimeVersionArn, put.FunctionArn));
        Assert.Equal(("Manual", Release), (shown.UpdateRuntimeOn, shown.RuntimeVersionArn));
        Assert.Equal("Auto", latest.UpdateRuntimeOn);
    }

    [Theory]
    [InlineData("Manual", null, "You must specify the RuntimeVersionArn when UpdateRuntimeOn is Manual.")]
    [InlineData("Auto", Release, "You can specify the RuntimeVersionArn only when UpdateRuntimeOn is Manual.")]
    [InlineData("FunctionUpdate", Release, "You can specify the RuntimeVersionArn only when UpdateRuntimeOn is Manual.")]
    public async Task A_release_is_named_exactly_when_it_is_to_stay(string mode, string? release, string message)
    {
        Assert.Equal(BadParameter(message), Seen(await PutAsync(await OfAsync(Function), null, mode, release)));
    }

    [Fact]
    public async Task Aliases_have_no_runtime_of_their_own()
    {
        var catalog = await OfAsync(Function);
        var refused = BadParameter(
            "The provided function name arn:aws:lambda:us-east-1:000000000000:function:hello:live is invalid. Aliases are not allowed.");

        Assert.Equal(refused, Seen(await PutAsync(catalog, "live", "Auto", null)));
        Assert.Equal(refused, Seen(await GetAsync(catalog, "hello", "live")));
    }

    [Theory]
    [InlineData("hello", "7", ":7")]
    [InlineData("other", null, "")]
    public async Task What_is_not_there_has_no_setting(string name, string? qualifier, string suffix)
    {
        var shown = await GetAsync(await OfAsync(Function), name, qualifier);

        Assert.Equal(NotFound($"Function not found: arn:aws:lambda:us-east-1:000000000000:function:{name}{suffix}"), Seen(shown));
    }

    private static async Task<WireResult<GetRuntimeManagementConfigResponse>> GetAsync(FunctionCatalog catalog, string name, string? qualifier) =>
        await new RuntimeUpdateOperations(catalog).GetRuntimeManagementConfigAsync(
            new GetRuntimeManagementConfigRequest { FunctionName = name, Qualifier = qualifier }, Context, TestContext.Current.CancellationToken);

    private static async Task<WireResult<PutRuntimeManagementConfigResponse>> PutAsync(FunctionCatalog catalog, string? qualifier, string mode, string? release) =>
        await new RuntimeUpdateOperations(catalog).PutRuntimeManagementConfigAsync(
            new PutRuntimeManagementConfigRequest { FunctionName = "hello", Qualifier = qualifier, UpdateRuntimeOn = mode, RuntimeVersionArn = release },
            Context,
            TestContext.Current.CancellationToken);
}
