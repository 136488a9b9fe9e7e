using System.Globalization;
using Goldcrest.SystemTests.Functions;
using static Goldcrest.SystemTests.Errors.RefusalStage;

namespace Goldcrest.SystemTests.Errors;

/// <summary>Reserved and provisioned concurrency.</summary>
internal static class ConcurrencyRefusals
{
    /// <summary>What has to stay with functions that reserve nothing.</summary>
    private const int Kept = 100;

    public static Dictionary<string, Provoke> Cases { get; } = new()
    {
        ["reserved-leaves-too-little"] = async stage => new(await ReserveAsync(stage, stage.Function, await stage.UnreservedAsync() - Kept + 1), "100"),
        ["reserved-on-alias"] = async stage => new(await ReserveAsync(stage, $"{stage.Function}:live", 1)),
        ["reserved-below-provisioned"] = async stage => new(await WithFunctionAsync(stage, async function =>
        {
            (await ProvisionAsync(stage, function, "1", 2)).Ok();
            return await ReserveAsync(stage, function, 1);
        })),
        ["provisioned-over-reserved"] = async stage => new(await WithFunctionAsync(stage, async function =>
        {
            (await ReserveAsync(stage, function, 1)).Ok();
            return await ProvisionAsync(stage, function, "1", 2);
        })),
        ["provisioned-on-latest"] = async stage => new(await ProvisionAsync(stage, stage.Function, "%24LATEST", 1)),
        ["provisioned-of-latest-read"] = async stage => new(await stage.GetAsync(Provisioned(stage.Function, "%24LATEST"))),
        ["provisioned-zero"] = async stage => new(await ProvisionAsync(stage, stage.Function, "1", 0)),
        ["provisioned-missing"] = async stage => new(await stage.GetAsync(Provisioned(stage.Function, "2"))),
        ["provisioned-over-account"] = async stage =>
        {
            var unreserved = await stage.UnreservedAsync();
            return new(await ProvisionAsync(stage, stage.Function, "1", unreserved + 1), unreserved.ToString(CultureInfo.InvariantCulture));
        },
        ["provisioned-leaves-too-little"] = async stage => new(
            await ProvisionAsync(stage, stage.Function, "1", await stage.UnreservedAsync() - Kept + 1), "100"),
        ["provisioned-by-version-first"] = async stage => new(await ProvisionBothAsync(stage, "1", "twice")),
        ["provisioned-by-alias-first"] = async stage => new(await ProvisionBothAsync(stage, "twice", "1")),
    };

    private static string Provisioned(string function, string qualifier) => $"/2019-09-30/functions/{function}/provisioned-concurrency?Qualifier={qualifier}";

    private static Task<LambdaAnswer> ProvisionAsync(RefusalStage stage, string function, string qualifier, int count) =>
        stage.PutAsync(Provisioned(function, qualifier), new { ProvisionedConcurrentExecutions = count });

    private static Task<LambdaAnswer> ReserveAsync(RefusalStage stage, string function, int count) =>
        stage.PutAsync($"/2017-10-31/functions/{Uri.EscapeDataString(function)}/concurrency", new { ReservedConcurrentExecutions = count });

    /// <summary>A version and an alias of it, one after the other.</summary>
    private static Task<LambdaAnswer> ProvisionBothAsync(RefusalStage stage, string first, string second) => WithFunctionAsync(stage, async function =>
    {
        (await stage.PostAsync($"{At(function)}/aliases", new { Name = "twice", FunctionVersion = "1" })).Ok();
        (await ProvisionAsync(stage, function, first, 1)).Ok();
        return await ProvisionAsync(stage, function, second, 1);
    });

    /// <summary>What a function of one version takes from the account goes back with it.</summary>
    private static async Task<LambdaAnswer> WithFunctionAsync(RefusalStage stage, Func<string, Task<LambdaAnswer>> provoke)
    {
        var function = await stage.MakeFunctionAsync(versions: 1);
        var answer = await provoke(function);
        (await stage.DeleteAsync(At(function))).Ok();
        return answer;
    }
}
