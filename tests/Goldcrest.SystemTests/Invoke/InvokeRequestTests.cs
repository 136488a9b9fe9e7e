using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Invoke;

public sealed class InvokeRequestTests(SharedServer shared)
{
    private const string Uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    private const string Teller = """
        import os
        def handler(event, context):
            print("told")
            client = context.client_context
            return {
                "arn": context.invoked_function_arn, "version": context.function_version, "trace": os.environ.get("_X_AMZN_TRACE_ID"),
                "custom": client and client.custom, "id": context.aws_request_id, "left": context.get_remaining_time_in_millis(),
            }
        """;

    [Fact]
    public async Task DryRun_runs_nothing_and_Event_is_not_there_yet()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployPythonAsync(Teller);

        var dry = await client.InvokeAsync(name, "{}", ("X-Amz-Invocation-Type", "DryRun"));
        var asynchronous = await client.InvokeAsync(name, "{}", ("X-Amz-Invocation-Type", "Event"));

        Assert.Equal((204, 0), (dry.Status, dry.Body.Length));
        Assert.Equal((501, "NotImplementedException"), (asynchronous.Status, asynchronous.ErrorCode));
        Assert.Empty(await client.ReadLogAsync(name));
    }

    [Fact]
    public async Task A_qualifier_chooses_the_version_that_runs()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployPythonAsync(Teller);
        await client.PublishAsync(name);

        var unqualified = await client.InvokeAsync(name, "{}");
        var latest = await client.InvokeAsync(name, [], "?Qualifier=$LATEST", TestContext.Current.CancellationToken);
        var first = await client.InvokeAsync(name, [], "?Qualifier=1", TestContext.Current.CancellationToken);
        var missing = await client.InvokeAsync(name, [], "?Qualifier=7", TestContext.Current.CancellationToken);

        var arn = $"arn:aws:lambda:us-east-1:000000000000:function:{name}";
        Assert.Equal(("$LATEST", arn), (unqualified.Headers["X-Amz-Executed-Version"], unqualified.Json.GetProperty("arn").GetString()));
        Assert.Equal(("$LATEST", arn + ":$LATEST"), (latest.Headers["X-Amz-Executed-Version"], latest.Json.GetProperty("arn").GetString()));
        Assert.Equal(("1", arn + ":1", "1"), (first.Headers["X-Amz-Executed-Version"], first.Json.GetProperty("arn").GetString(), first.Json.GetProperty("version").GetString()));
        Assert.Equal((404, $"Function not found: {arn}:7"), (missing.Status, missing.Json.GetProperty("Message").GetString()));
    }

    [Fact]
    public async Task The_function_sees_request_trace_client_and_time()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployPythonAsync(Teller, new JsonObject { ["Timeout"] = 7 });
        const string Trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
        var context = Convert.ToBase64String("{\"custom\":{\"\u00e9\":\"\u007f\u20ac\"}}"u8);

        var reply = await client.InvokeAsync(name, "{}", ("X-Amz-Client-Context", context), ("X-Amzn-Trace-Id", Trace));
        var without = await client.InvokeAsync(name, "{}", ("X-Amzn-Trace-Id", "nonsense"));

        Assert.Equal((reply.RequestId, Trace), (reply.Json.GetProperty("id").GetString(), reply.Json.GetProperty("trace").GetString()));
        Assert.Equal("\u007f\u20ac", reply.Json.GetProperty("custom").GetProperty("\u00e9").GetString());
        Assert.InRange(reply.Json.GetProperty("left").GetInt32(), 1, 7_000);
        Assert.Matches("^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$", without.Json.GetProperty("trace").GetString());
        Assert.Equal(JsonValueKind.Null, without.Json.GetProperty("custom").ValueKind);
    }

    [Fact]
    public async Task A_log_has_its_lines_in_the_text_format()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployPythonAsync(Teller);

        var cold = await client.InvokeAsync(name, "{}", ("X-Amz-Log-Type", "Tail"));
        var warm = await client.InvokeAsync(name, "{}", ("X-Amz-Log-Type", "Tail"));

        const string Report = @"Duration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\t";
        Assert.Matches(
            $@"^START RequestId: {cold.RequestId} Version: \$LATEST\ntold\nEND RequestId: {cold.RequestId}\nREPORT RequestId: {cold.RequestId}\t{Report}Init Duration: \d+\.\d\d ms\t\n$",
            cold.Tail);
        Assert.Matches(
            $@"^START RequestId: {warm.RequestId} Version: \$LATEST\ntold\nEND RequestId: {warm.RequestId}\nREPORT RequestId: {warm.RequestId}\t{Report}\n$",
            warm.Tail);
        Assert.Matches($"^{Uuid}$", warm.RequestId);
        await FunctionClient.UntilAsync(async () => (await client.ReadLogAsync(name)).Count(line => line.StartsWith("REPORT", StringComparison.Ordinal)) == 2);
        Assert.Matches(@"^INIT_START Runtime Version: python:[0-9.]+\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:[0-9a-f]{64}$", (await client.ReadLogAsync(name))[0]);
    }

    [Fact]
    public async Task A_log_has_its_lines_in_the_JSON_format()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployPythonAsync(
            "def handler(event, context):\n    if event:\n        import os; os._exit(3)\n",
            new JsonObject { ["LoggingConfig"] = new JsonObject { ["LogFormat"] = "JSON" } });

        var success = await client.InvokeAsync(name, "{}", ("X-Amz-Log-Type", "Tail"));
        var failure = await client.InvokeAsync(name, "1", ("X-Amz-Log-Type", "Tail"));

        Assert.Equal(["platform.start", "platform.report"], Types(success));
        Assert.Equal(["platform.start", "platform.runtimeDone", "platform.report"], Types(failure));
        var record = Lines(failure)[^1].GetProperty("record");
        Assert.Equal(
            (failure.RequestId, "error", "Runtime.ExitError", 128),
            (record.GetProperty("requestId").GetString(), record.GetProperty("status").GetString(), record.GetProperty("errorType").GetString(),
                record.GetProperty("metrics").GetProperty("memorySizeMB").GetInt32()));
    }

    [Fact]
    public async Task Output_of_any_kind_and_size_is_logged_and_harms_nothing()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployPythonAsync(
            """
            import os
            def handler(event, context):
                os.write(1, bytes(range(256)) + b"\n")
                os.write(2, b"x" * 600_000 + b"\n")
                os.write(1, b"no line break")
            """);

        var reply = await client.InvokeAsync(name, "{}", ("X-Amz-Log-Type", "Tail"));

        Assert.Equal("null", reply.Text);
        Assert.InRange(Encoding.UTF8.GetByteCount(reply.Tail), 4_000, 4_096);
        Assert.Contains($"x\nno line break\nEND RequestId: {reply.RequestId}\n", reply.Tail, StringComparison.Ordinal);
        await FunctionClient.UntilAsync(async () => (await client.ReadLogAsync(name)).Any(line => line.StartsWith("REPORT", StringComparison.Ordinal)));
        Assert.Equal(
            [262_118, 262_118, 75_764], (await client.ReadLogAsync(name)).Where(line => line.StartsWith("xx", StringComparison.Ordinal)).Select(line => line.Length));
    }

    private static List<JsonElement> Lines(FunctionReply reply) =>
        [.. reply.Tail.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];

    private static IEnumerable<string?> Types(FunctionReply reply) => Lines(reply).Select(line => line.GetProperty("type").GetString());
}
