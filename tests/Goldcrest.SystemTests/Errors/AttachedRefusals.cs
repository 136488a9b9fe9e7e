using Goldcrest.SystemTests.Functions;
using static Goldcrest.SystemTests.Errors.RefusalStage;

namespace Goldcrest.SystemTests.Errors;

/// <summary>Event-invoke configs and URLs of functions.</summary>
internal static class AttachedRefusals
{
    public static Dictionary<string, Provoke> Cases { get; } = new()
    {
        ["event-invoke-empty"] = async stage => new(await stage.PutAsync(EventInvoke(stage.Function), new { })),
        ["event-invoke-missing"] = async stage => new(await stage.GetAsync($"{EventInvoke(stage.Function)}?Qualifier=1"), FunctionArn($"{stage.Function}:1")),
        ["event-invoke-function-missing"] = async stage => new(await stage.PutAsync(EventInvoke("nobody"), new { MaximumRetryAttempts = 1 })),
        ["destination-is-itself"] = async stage => new(await SucceedToAsync(stage, FunctionArn(stage.Function))),
        ["destination-function-missing"] = async stage => new(await SucceedToAsync(stage, FunctionArn("nobody")), FunctionArn("nobody")),
        ["destination-of-unknown-kind"] = async stage => new(
            await SucceedToAsync(stage, $"arn:aws:iam:{Region}:111111111111:function:{stage.Function}"), "aws", Region, stage.Function),
        ["destination-arn-invalid"] = async stage => new(
            await stage.PutAsync(
                EventInvoke(stage.Function),
                new { DestinationConfig = new { OnFailure = new { Destination = $"arn:aws:_-/!lambda:{Region}:111111111111:function:{stage.Function}" } } }),
            "aws", Region, stage.Function),
        ["url-exists"] = async stage =>
        {
            (await stage.PostAsync(Url(stage.Function), new { AuthType = "NONE" })).Ok();
            return new(await stage.PostAsync(Url(stage.Function), new { AuthType = "NONE" }), FunctionArn(stage.Function));
        },
        ["urls-of-function-missing"] = async stage => new(await stage.GetAsync("/2021-10-31/functions/nobody/urls")),
        ["url-qualifier-latest"] = async stage => new(await stage.PostAsync($"{Url(stage.Function)}?Qualifier=%24LATEST", new { AuthType = "NONE" })),
        ["url-qualifier-1"] = async stage => new(await stage.PostAsync($"{Url(stage.Function)}?Qualifier=1", new { AuthType = "NONE" })),
        ["url-qualifier-2"] = async stage => new(await stage.PostAsync($"{Url(stage.Function)}?Qualifier=2", new { AuthType = "NONE" })),
        ["invoke-mode-invalid"] = async stage => new(await stage.PostAsync(Url(stage.Function), new { AuthType = "NONE", InvokeMode = "UNKNOWN" })),
    };

    private static string EventInvoke(string function) => $"/2019-09-25/functions/{function}/event-invoke-config";

    private static string Url(string function) => $"/2021-10-31/functions/{function}/url";

    private static Task<LambdaAnswer> SucceedToAsync(RefusalStage stage, string destination) =>
        stage.PutAsync(EventInvoke(stage.Function), new { DestinationConfig = new { OnSuccess = new { Destination = destination } } });
}
