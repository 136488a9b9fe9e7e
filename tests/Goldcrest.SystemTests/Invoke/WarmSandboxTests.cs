using System.Text.Json.Nodes;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Invoke;

public sealed class WarmSandboxTests(SharedServer shared)
{
    private const string Counter = """
        import os, time
        calls = 0
        def handler(event, context):
            global calls
            calls += 1
            with open("/tmp/calls", "a") as file:
                file.write("x")
            time.sleep(event.get("sleep", 0))
            return {"calls": calls, "tmp": os.path.getsize("/tmp/calls"), "pid": os.getpid(), "stream": context.log_stream_name}
        """;

    [Fact]
    public async Task State_process_and_tmp_persist_from_one_invocation_to_the_next()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployPythonAsync(Counter);

        var replies = new List<FunctionReply>();
        for (var i = 0; i < 5; i++)
        {
            replies.Add(await client.InvokeAsync(name, "{}"));
        }

        Assert.Equal([1, 2, 3, 4, 5], replies.Select(reply => reply.Json.GetProperty("calls").GetInt32()));
        Assert.Equal([1, 2, 3, 4, 5], replies.Select(reply => reply.Json.GetProperty("tmp").GetInt32()));
        Assert.Single(replies.Select(reply => reply.Json.GetProperty("pid").GetInt32()).Distinct());
        Assert.Single(replies.Select(StreamOf).Distinct());
        Assert.Matches(@"^\d{4}/\d\d/\d\d/\[\$LATEST\][0-9a-f]{32}$", StreamOf(replies[0]));
    }

    [Fact]
    public async Task Concurrent_invocations_have_a_sandbox_each_and_use_the_same_ones_again()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployPythonAsync(Counter, new JsonObject { ["Timeout"] = 30 });

        var cold = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => client.InvokeAsync(name, "{\"sleep\":1}")));
        var warm = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => client.InvokeAsync(name, "{\"sleep\":0.3}")));

        Assert.Equal(4, cold.Select(StreamOf).Distinct().Count());
        Assert.Equal(cold.Select(StreamOf).Order(), warm.Select(StreamOf).Order());
        Assert.All(warm, reply => Assert.Equal(2, reply.Json.GetProperty("calls").GetInt32()));
    }

    [Fact]
    public async Task Fifty_invocations_at_once_are_all_answered_by_fifty_sandboxes_at_most()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployPythonAsync(Counter, new JsonObject { ["Timeout"] = 60 });

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.InvokeAsync(name, "{}")));

        Assert.All(replies, reply => Assert.Equal((200, null), (reply.Status, reply.FunctionError)));
        Assert.InRange(replies.Select(StreamOf).Distinct().Count(), 1, 50);
        // Each sandbox counted every one of its own calls once: none ran two at a time, none was lost.
        Assert.All(
            replies.GroupBy(StreamOf),
            sandbox => Assert.Equal(Enumerable.Range(1, sandbox.Count()), sandbox.Select(reply => reply.Json.GetProperty("calls").GetInt32()).Order()));
    }

    [Fact]
    public async Task New_code_runs_at_once_and_the_sandboxes_of_the_old_are_gone()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployPythonAsync(Counter);
        var old = StreamOf(await client.InvokeAsync(name, "{}"));
        var wasThere = InsideProcesses.With(old);

        await client.UpdateCodeAsync(name, new() { ["app.py"] = "def handler(event, context):\n    return 'new'\n" });

        Assert.Equal("\"new\"", (await client.InvokeAsync(name, "{}")).Text);
        Assert.True(wasThere > 0);
        await FunctionClient.UntilAsync(() => Task.FromResult(InsideProcesses.With(old) == 0));
    }

    [Fact]
    public async Task An_invocation_goes_on_when_its_client_hangs_up()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployPythonAsync(
            "import time\ndef handler(event, context):\n    print('began', flush=True)\n    time.sleep(event)\n    print('finished', flush=True)\n", new JsonObject { ["Timeout"] = 30 });
        using var hangUp = new CancellationTokenSource();

        var invocation = client.InvokeAsync(name, "1"u8.ToArray(), "", hangUp.Token);
        await FunctionClient.UntilAsync(async () => (await client.ReadLogAsync(name)).Contains("began"));
        await hangUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => invocation);
        await FunctionClient.UntilAsync(async () => (await client.ReadLogAsync(name)).Any(line => line.StartsWith("REPORT", StringComparison.Ordinal)));
        Assert.Contains("finished", await client.ReadLogAsync(name));
        Assert.Equal((200, "null"), ((await client.InvokeAsync(name, "0")).Status, (await client.InvokeAsync(name, "0")).Text));
    }

    [Fact]
    public async Task A_server_reaps_idle_sandboxes_and_drains_before_it_ends()
    {
        await using var server = await GoldcrestServer.StartAsync(null, "--idle-timeout", "1s");
        using var client = new FunctionClient(server);
        var name = await client.DeployPythonAsync(Counter, new JsonObject { ["Timeout"] = 30 });
        var first = StreamOf(await client.InvokeAsync(name, "{}"));
        await FunctionClient.UntilAsync(() => Task.FromResult(InsideProcesses.With(first) == 0));
        var running = client.InvokeAsync(name, "{\"sleep\":2}");
        await FunctionClient.UntilAsync(async () => (await client.ReadLogAsync(name)).Count(line => line.StartsWith("START", StringComparison.Ordinal)) == 2);

        var exitCode = await server.StopAsync();

        var reply = await running;
        Assert.Equal((0, 200, 1), (exitCode, reply.Status, reply.Json.GetProperty("calls").GetInt32()));
        Assert.Equal(0, InsideProcesses.With(StreamOf(reply)));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.InvokeAsync(name, "{}"));
    }

    private static string StreamOf(FunctionReply reply) => reply.Json.GetProperty("stream").GetString()!;
}
