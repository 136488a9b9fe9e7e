using System.Text.Json.Nodes;
using Goldcrest.SystemTests.Functions;
using Goldcrest.SystemTests.Invoke;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Layers;

public sealed class LayerBootstrapTests(SharedServer shared)
{
    private const string Bash = """
        #!/bin/bash
        . "$(dirname "$(readlink -f "$0")")/words.sh"
        api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation
        while true; do
          curl -sS -D /tmp/headers "$api/next" -o /tmp/event
          id=$(grep -i lambda-runtime-aws-request-id /tmp/headers | tr -d '\r' | cut -d' ' -f2)
          curl -sS -X POST "$api/$id/response" -d "$WORD $(cat "$LAMBDA_TASK_ROOT/$_HANDLER") $(cat /tmp/event)" >/dev/null
        done
        """;

    [Fact]
    public async Task A_custom_runtime_can_come_out_of_a_layer()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var first = await PublishAsync(("bootstrap", "MZ"), ("words.sh", "WORD=first"));
        var second = await PublishAsync(("bootstrap", Bash), ("words.sh", "WORD=second"));

        var name = await client.DeployAsync("provided.al2023", "task.txt", new() { ["task.txt"] = "task" }, new JsonObject { ["Layers"] = new JsonArray(first, second) });

        var reply = await client.InvokeAsync(name, "{\"a\": 1}");
        Assert.Equal((null, "second task {\"a\": 1}"), (reply.FunctionError, reply.Text));
    }

    [Fact]
    public async Task What_is_wrong_with_a_layers_bootstrap_is_told()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var layer = await PublishAsync(("bootstrap", "#!/opt/nothing\n"));

        var name = await client.DeployAsync("provided.al2023", "h", new() { ["task.txt"] = "task" }, new JsonObject { ["Layers"] = new JsonArray(layer) });

        var reply = await client.InvokeAsync(name, "{}");
        Assert.Equal(
            ("Runtime.InvalidEntrypoint", $"RequestId: {reply.RequestId} Error: fork/exec /opt/bootstrap: no such file or directory"),
            (reply.Json.GetProperty("errorType").GetString(), reply.Json.GetProperty("errorMessage").GetString()));
    }

    private async Task<string> PublishAsync(params (string Name, string Text)[] files)
    {
        var caller = LambdaCaller.Root(await shared.GetAsync());
        var zip = FunctionClient.Zip(files.ToDictionary(file => file.Name, file => file.Text));
        var answer = await caller.SendAsync("POST", $"/2018-10-31/layers/boot-{Guid.NewGuid():N}/versions", new { Content = new { ZipFile = zip } });
        return answer.Ok().Find("LayerVersionArn")!;
    }
}
