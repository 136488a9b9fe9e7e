using Goldcrest.SystemTests.Functions;
using static Goldcrest.SystemTests.Errors.RefusalStage;

namespace Goldcrest.SystemTests.Errors;

/// <summary>Policies of functions, and tags.</summary>
internal static class PermissionRefusals
{
    public static Dictionary<string, Provoke> Cases { get; } = new()
    {
        ["principal-invalid"] = async stage => new(await PermitAsync(stage, stage.Function, "s9", principal: "invalid.nonaws.com")),
        ["permission-on-latest"] = async stage => new(await PermitAsync(stage, stage.Function, "s9", "?Qualifier=%24LATEST")),
        ["permission-qualifier-invalid"] = async stage => new(await PermitAsync(stage, stage.Function, "s9", "?Qualifier=invalid-qualifier-with-%3F-char")),
        ["statement-id-invalid"] = async stage => new(await PermitAsync(stage, stage.Function, "example.com")),
        ["statement-exists"] = async stage =>
        {
            var function = await stage.MakeFunctionAsync();
            (await PermitAsync(stage, function, "s3")).Ok();
            return new(await PermitAsync(stage, function, "s3"));
        },
        ["statement-missing"] = async stage =>
        {
            var function = await stage.MakeFunctionAsync();
            (await PermitAsync(stage, function, "s3")).Ok();
            return new(await stage.DeleteAsync($"{At(function)}/policy/non-existent"));
        },
        ["revision-of-policy-stale"] = async stage => new(await stage.PostAsync(
            $"{At(stage.Function)}/policy",
            new { StatementId = "s9", Action = "lambda:InvokeFunction", Principal = "s3.amazonaws.com", RevisionId = "wrong" })),
        ["policy-missing"] = async stage => new(await stage.DeleteAsync($"{At(stage.Function)}/policy/s3")),
        ["policy-of-function-missing"] = async stage => new(await stage.DeleteAsync($"{At("nobody")}/policy/s3"), FunctionArn("nobody")),
        ["resource-missing"] = async stage => new(await stage.GetAsync($"{At("nobody")}/policy")),
        ["tags-none-sent"] = async stage => new(await stage.PostAsync(Tags(FunctionArn(stage.Function)), new { Tags = new { } })),
        ["tags-too-many"] = async stage => new(
            await stage.PostAsync(Tags(FunctionArn(stage.Function)), new { Tags = Enumerable.Range(0, 51).ToDictionary(number => $"k{number}", _ => "v") })),
        ["tags-on-version"] = async stage => new(await stage.PostAsync(Tags(FunctionArn($"{stage.Function}:1")), new { Tags = new { k = "v" } })),
        ["tags-of-capacity-provider-missing"] = stage => ListTagsAsync(stage, $"arn:aws:lambda:{Region}:{Account}:capacity-provider:nobody"),
        ["tags-of-mapping-missing"] = stage => ListTagsAsync(stage, $"arn:aws:lambda:{Region}:{Account}:event-source-mapping:00000000-0000-4000-8000-000000000000"),
        ["tags-of-capacity-provider-invalid"] = stage => ListTagsAsync(stage, $"arn:aws:lambda:{Region}:{Account}:capacity-provider:"),
        ["tags-of-mapping-invalid"] = stage => ListTagsAsync(stage, $"arn:aws:lambda:{Region}:{Account}:event-source-mapping:1"),
        ["tags-of-unknown-kind"] = async stage => new(
            await stage.PostAsync(Tags($"arn:aws:lambda:{Region}:111111111111:foobar:x"), new { Tags = new { k = "v" } }), "aws", Region, "x"),
        ["tags-of-unknown-arn"] = async stage => new(await stage.PostAsync(Tags("arn:aws:something"), new { Tags = new { k = "v" } }), "aws"),
        ["tag-keys-missing"] = async stage => new(await stage.DeleteAsync(Tags(FunctionArn(stage.Function)))),
    };

    private static string Tags(string arn) => $"/2017-03-31/tags/{Uri.EscapeDataString(arn)}";

    private static async Task<Provoked> ListTagsAsync(RefusalStage stage, string arn) => new(await stage.GetAsync(Tags(arn)), arn);

    private static Task<LambdaAnswer> PermitAsync(RefusalStage stage, string function, string statement, string query = "", string principal = "s3.amazonaws.com") =>
        stage.PostAsync($"{At(function)}/policy{query}", new { StatementId = statement, Action = "lambda:InvokeFunction", Principal = principal });
}
