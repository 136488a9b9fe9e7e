using System.Text.Json.Nodes;
using Goldcrest.SystemTests.Functions;
using static Goldcrest.SystemTests.Errors.RefusalStage;

namespace Goldcrest.SystemTests.Errors;

/// <summary>Aliases and their routing.</summary>
internal static class AliasRefusals
{
    public static Dictionary<string, Provoke> Cases { get; } = new()
    {
        ["alias-exists"] = async stage => new(await stage.PostAsync(Aliases(stage), new { Name = "live", FunctionVersion = "1" }), FunctionArn($"{stage.Function}:live")),
        ["alias-to-update-missing"] = async stage => new(
            await stage.PutAsync($"{Aliases(stage)}/nobody", new { Description = "d" }), FunctionArn($"{stage.Function}:nobody")),
        ["alias-to-show-missing"] = async stage => new(await stage.GetAsync($"{Aliases(stage)}/nobody"), FunctionArn($"{stage.Function}:nobody")),
        ["alias-name-is-number"] = async stage => new(await stage.PostAsync(Aliases(stage), new { Name = "2024", FunctionVersion = "1" })),
        ["alias-shares-latest"] = async stage => new(await ShareAsync(stage, "$LATEST", ("2", 0.5))),
        ["alias-shares-own-version"] = async stage => new(await ShareAsync(stage, "1", ("1", 0.5))),
        ["alias-shares-with-two"] = async stage => new(await ShareAsync(stage, "1", ("2", 0.5), ("3", 0.5))),
        ["alias-shares-latest-by-weight"] = async stage => new(await ShareAsync(stage, "1", ("$LATEST", 0.5))),
        ["alias-weight-negative"] = async stage => new(await ShareAsync(stage, "1", ("2", -1))),
        ["alias-weight-over-one"] = async stage => new(await ShareAsync(stage, "1", ("2", 2))),
    };

    private static string Aliases(RefusalStage stage) => $"{At(stage.Function)}/aliases";

    private static Task<LambdaAnswer> ShareAsync(RefusalStage stage, string version, params (string Version, double Weight)[] others)
    {
        var weights = new JsonObject(others.Select(other => KeyValuePair.Create<string, JsonNode?>(other.Version, other.Weight)));
        return stage.PostAsync(Aliases(stage), new { Name = "shared", FunctionVersion = version, RoutingConfig = new { AdditionalVersionWeights = weights } });
    }
}
