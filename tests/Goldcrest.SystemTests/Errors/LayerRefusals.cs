using System.Globalization;
using Goldcrest.SystemTests.Functions;
using static Goldcrest.SystemTests.Errors.RefusalStage;

namespace Goldcrest.SystemTests.Errors;

/// <summary>Layers, their policies, and layers of functions.</summary>
internal static class LayerRefusals
{
    private static readonly object Statement = new { StatementId = "s1", Action = "lambda:GetLayerVersion", Principal = "*" };

    public static Dictionary<string, Provoke> Cases { get; } = new()
    {
        ["layer-version-below-one"] = async stage => new(await stage.GetAsync($"{LayersPath}/{stage.Layer}/versions/0")),
        ["layer-version-missing"] = async stage => new(await stage.PostAsync($"{LayersPath}/{stage.Layer}/versions/9/policy", Statement), stage.LayerArn(":9")),
        ["layer-arn-invalid"] = async stage =>
        {
            var arn = stage.LayerArn();
            return new(await stage.GetAsync($"{LayersPath}?find=LayerVersion&Arn={Uri.EscapeDataString(arn)}"), arn);
        },
        ["layer-filter-architecture-invalid"] = async stage => new(await stage.GetAsync($"{LayersPath}?CompatibleArchitecture=archdoesnotexist")),
        ["layer-filter-runtime-invalid"] = async stage => new(await stage.GetAsync($"{LayersPath}?CompatibleRuntime=runtimedoesnotexist")),
        ["layer-runtimes-and-architectures-invalid"] = async stage => new(
            await PublishAsync(stage, ["invalidruntime", "invalidruntime2", "nodejs20.x"], ["invalidarch", "x86_64"])),
        ["layer-runtime-and-architecture-invalid"] = async stage => new(await PublishAsync(stage, ["invalidruntime"], ["invalidarch"])),
        ["layer-statement-exists"] = async stage => new(await stage.PostAsync(Policy(stage), Statement)),
        ["layer-statement-missing"] = async stage => new(await stage.DeleteAsync($"{Policy(stage)}/doesnotexist")),
        ["layer-action-invalid"] = async stage => new(await stage.PostAsync(Policy(stage), new { StatementId = "s2", Action = "*", Principal = "*" })),
        ["revision-of-layer-policy-stale"] = async stage => new(
            await stage.PostAsync($"{Policy(stage)}?RevisionId=wrong", new { StatementId = "s2", Action = "lambda:GetLayerVersion", Principal = "*" })),
        ["layers-too-many"] = async stage => new(
            await CreateAsync(stage, [.. Enumerable.Range(0, 6).Select(number => string.Create(CultureInfo.InvariantCulture, $"{stage.LayerArn()}-{number}:1"))])),
        ["layer-of-function-missing"] = async stage => new(await CreateAsync(stage, stage.LayerArn(":9")), stage.LayerArn(":9")),
        ["layer-of-function-in-other-region"] = async stage => new(
            await CreateAsync(stage, stage.LayerArn(":1").Replace(Region, "eu-west-1", StringComparison.Ordinal)), Region),
        ["layers-two-versions-of-one"] = async stage => new(
            await CreateAsync(stage, stage.LayerArn(":1"), stage.LayerArn(":2")), stage.LayerArn(":1"), stage.LayerArn(":2")),
        ["layer-of-function-invalid"] = async stage => new(await CreateAsync(stage, stage.LayerArn()), stage.LayerArn()),
    };

    private static string Policy(RefusalStage stage) => $"{LayersPath}/{stage.Layer}/versions/1/policy";

    private static Task<LambdaAnswer> CreateAsync(RefusalStage stage, params string[] layers) => stage.CreateWithAsync("Layers", layers);

    private static Task<LambdaAnswer> PublishAsync(RefusalStage stage, string[] runtimes, string[] architectures) => stage.PostAsync(
        $"{LayersPath}/{stage.Layer}/versions",
        new { Content = new { ZipFile = Array.Empty<byte>() }, CompatibleRuntimes = runtimes, CompatibleArchitectures = architectures });
}
