using Goldcrest.SystemTests.Functions;
using static Goldcrest.SystemTests.Errors.RefusalStage;

namespace Goldcrest.SystemTests.Errors;

/// <summary>Functions: names, versions, code, and the members of CreateFunction.</summary>
internal static class FunctionRefusals
{
    private const string OtherRegion = "arn:aws:lambda:eu-west-1:000000000000:function:f";

    public static Dictionary<string, Provoke> Cases { get; } = new()
    {
        ["function-of-another-account"] = async stage => new(await stage.GetAsync(At($"arn:aws:lambda:{Region}:999999999999:function:f"))),
        ["function-in-other-region"] = async stage => new(await stage.GetAsync(At(OtherRegion)), "eu-west-1", Region),
        ["function-with-qualifier-missing"] = async stage => new(await stage.GetAsync($"{At("nobody")}?Qualifier=1"), FunctionArn("nobody:1")),
        ["function-arn-too-long"] = async stage =>
        {
            var arn = FunctionArn(new string('a', 100));
            return new(await stage.Caller.CreateAsync(arn, LambdaCaller.Zip("0")), arn);
        },
        ["function-name-invalid"] = async stage => new(await stage.Caller.CreateAsync("invalid:function:name", LambdaCaller.Zip("0"))),
        ["function-name-too-long"] = async stage =>
        {
            var name = new string('a', 65);
            return new(await stage.Caller.CreateAsync(name, LambdaCaller.Zip("0")), name);
        },
        ["qualifier-differs"] = async stage => new(await stage.GetAsync($"{At($"{stage.Function}:1")}?Qualifier=2")),
        ["latest-not-deletable"] = async stage => new(await stage.DeleteAsync($"{At(stage.Function)}?Qualifier=%24LATEST")),
        ["list-version-invalid"] = async stage => new(await stage.GetAsync($"{LambdaCaller.Functions}?FunctionVersion=invalid")),
        ["zip-unreadable"] = async stage => new(await stage.Caller.CreateAsync(stage.NewName(), "no zip"u8.ToArray())),
        ["role-invalid"] = async stage => new(await stage.CreateWithAsync("Role", "r1")),
        ["architecture-invalid"] = async stage => new(await stage.CreateWithAsync("Architectures", new[] { "X86_64" })),
        ["architectures-too-many"] = async stage => new(await stage.CreateWithAsync("Architectures", new[] { "x86_64", "arm64" })),
        ["runtime-unknown"] = async stage => new(await stage.CreateWithAsync("Runtime", "non-existent-runtime"), "non-existent-runtime"),
        ["runtime-deprecated"] = async stage => new(await stage.CreateWithAsync("Runtime", "python3.7"), "python3.7"),
        ["snap-start-invalid"] = async stage => new(await stage.CreateWithAsync("SnapStart", new { ApplyOn = "invalidOption" })),
        ["vpc-security-group-invalid"] = async stage => new(
            await stage.CreateWithAsync("VpcConfig", new { SubnetIds = new[] { "subnet-1" }, SecurityGroupIds = new[] { "bad-group" } }), "bad-group"),
        ["vpc-subnet-invalid"] = async stage => new(
            await stage.CreateWithAsync("VpcConfig", new { SubnetIds = new[] { "bad-subnet" }, SecurityGroupIds = new[] { "sg-1" } }), "bad-subnet"),
        ["environment-too-large"] = async stage =>
        {
            var large = new string('x', 4096);
            return new(await stage.CreateWithAsync("Environment", new { Variables = new { LARGE_VAR = large } }), large);
        },
        ["environment-too-large-of-two"] = async stage =>
        {
            var large = new string('x', 4070);
            return new(await stage.CreateWithAsync("Environment", new { Variables = new { SMALL_VAR = "ok", LARGE_VAR = large } }), large);
        },
        ["image-for-zip"] = async stage => new(await stage.PutAsync($"{At(stage.Function)}/code", new { ImageUri = "registry.example/image:latest" })),
        ["no-image-for-image"] = async stage =>
            new(await stage.PutAsync($"{At(await stage.MakeImageFunctionAsync())}/code", new { ZipFile = LambdaCaller.Zip("0") })),
        ["code-hash-of-image-differs"] = async stage =>
        {
            var (function, hash) = (await stage.MakeImageFunctionAsync(), new string('a', 64));
            return new(
                await stage.PostAsync($"{At(function)}/versions", new { CodeSha256 = hash }),
                hash, (await stage.GetAsync($"{At(function)}/configuration")).Find("CodeSha256")!);
        },
        ["update-in-progress"] = UpdateTwiceAsync,
        ["code-hash-differs"] = async stage => new(
            await stage.PostAsync($"{At(stage.Function)}/versions", new { CodeSha256 = "somenonexistentsha256" }),
            (await stage.GetAsync($"{At(stage.Function)}/configuration")).Find("CodeSha256")!),
        ["revision-of-function-stale"] = async stage => new(await stage.PostAsync($"{At(stage.Function)}/versions", new { RevisionId = "wrongrevision" })),
        ["recursive-loop-invalid"] = async stage => new(
            await stage.PutAsync($"/2024-08-31/functions/{stage.Function}/recursion-config", new { RecursiveLoop = "InvalidValue" })),
        ["signing-config-missing"] = async stage => new(await stage.GetAsync($"/2020-04-22/code-signing-configs/{Uri.EscapeDataString(NoSigning)}"), NoSigning),
        ["signing-config-to-put-missing"] = async stage => new(
            await stage.PutAsync($"/2020-06-30/functions/{stage.Function}/code-signing-config", new { CodeSigningConfigArn = NoSigning }), NoSigning),
    };

    private static string NoSigning => $"arn:aws:lambda:{Region}:{Account}:code-signing-config:csc-abcdefghijklmnopq";

    /// <summary>Of updates that arrive at once, one begins and the others meet it under way.</summary>
    private static async Task<Provoked> UpdateTwiceAsync(RefusalStage stage)
    {
        var function = await stage.MakeFunctionAsync();
        LambdaAnswer? refused = null;
        await LambdaCaller.EventuallyAsync(async () =>
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => stage.Caller.UpdateCodeAsync(function, LambdaCaller.Zip($"{number}"))));
            refused = answers.FirstOrDefault(answer => answer.Status != 200);
            return refused is not null;
        });
        return new(refused!, FunctionArn(function));
    }
}
