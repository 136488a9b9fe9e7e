using Goldcrest.Server.Functions;
using Goldcrest.Server.Recursion;
using Goldcrest.Tests.Aliases;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;
using static Goldcrest.Tests.Attached.TestCatalog;

namespace Goldcrest.Tests.Recursion;

public sealed class RecursionTests
{
    [Fact]
    public async Task Loops_end_unless_they_are_allowed()
    {
        var catalog = await OfAsync(TestFunctions.Function());

        var before = await GetAsync(catalog, "hello");
        var put = await PutAsync(catalog, "hello", "Allow");
        var after = await GetAsync(catalog, "hello");

        Assert.Equal(("Terminate", "Allow", "Allow"), (before.Output!.RecursiveLoop, put.Output!.RecursiveLoop, after.Output!.RecursiveLoop));
    }

    [Fact]
    public async Task A_function_that_is_not_there_has_no_setting()
    {
        var catalog = await OfAsync();
        var refused = NotFound($"Function not found: {TestFunctions.Arn}");

        Assert.Equal(refused, Seen(await GetAsync(catalog, "hello")));
        Assert.Equal(refused, Seen(await PutAsync(catalog, "hello", "Allow")));
    }

    private static async Task<WireResult<GetFunctionRecursionConfigResponse>> GetAsync(FunctionCatalog catalog, string name) =>
        await new RecursionOperations(catalog).GetFunctionRecursionConfigAsync(
            new GetFunctionRecursionConfigRequest { FunctionName = name }, Context, TestContext.Current.CancellationToken);

    private static async Task<WireResult<PutFunctionRecursionConfigResponse>> PutAsync(FunctionCatalog catalog, string name, string loop) =>
        await new RecursionOperations(catalog).PutFunctionRecursionConfigAsync(
            new PutFunctionRecursionConfigRequest { FunctionName = name, RecursiveLoop = loop }, Context, TestContext.Current.CancellationToken);
}
