using static Goldcrest.SystemTests.Errors.RefusalStage;

namespace Goldcrest.SystemTests.Errors;

/// <summary>Invocations that reach no sandbox.</summary>
internal static class InvokeRefusals
{
    public static Dictionary<string, Provoke> Cases { get; } = new()
    {
        ["function-to-invoke-missing"] = async stage => new(await stage.PostAsync($"{At("nobody")}/invocations", new { }), FunctionArn("nobody")),
        ["function-name-to-invoke-invalid"] = async stage => new(
            await stage.PostAsync($"{At($"arn:aws:lambda:{Region}:123400000000@function:myfn")}/invocations", new { }), "aws", Region),
        ["payload-starts-no-character"] = async stage => new(
            await stage.Caller.SendAsync("POST", $"{At(stage.Function)}/invocations", [(byte)'"', 0x87, (byte)'"'])),
        ["payload-is-control-character"] = async stage => new(await stage.Caller.SendAsync("POST", $"{At(stage.Function)}/invocations", [0x99])),
    };
}
