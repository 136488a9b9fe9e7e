using System.Text.Json.Nodes;
using Goldcrest.SystemTests.Functions;
using Goldcrest.SystemTests.Invoke;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Extensions;

/// <summary>Extensions of ours in real sandboxes, well-behaved and otherwise.</summary>
public sealed class ExtensionTests(SharedServer shared)
{
    private const string Bash = """
        #!/bin/bash
        api=http://$AWS_LAMBDA_RUNTIME_API/2020-01-01/extension
        id=$(curl -sS -D - -o /dev/null -H "Lambda-Extension-Name: $(basename "$0")" -d '{"events":["INVOKE"]}' "$api/register" \
          | tr -d '\r' | sed -n 's/^Lambda-Extension-Identifier: //ip')
        while event=$(curl -sS -H "Lambda-Extension-Identifier: $id" "$api/event/next"); do
          echo "bash heard $event"
        done
        """;

    private const string App = """
        import os, signal, sys, time
        started = time.time()
        def leave(number, frame):
            print("runtime heard SIGTERM", flush=True)
            sys.exit(0)
        signal.signal(signal.SIGTERM, leave)
        def handler(event, context):
            with open("/tmp/calls", "a") as file:
                file.write("x")
            time.sleep(event.get("sleep", 0))
            if event.get("exit"):
                os._exit(event["exit"])
            return {"calls": os.path.getsize("/tmp/calls"), "others": sorted(os.listdir("/proc"))[:1], "started": started}
        """;

    [Fact]
    public async Task External_extensions_start_before_the_runtime_hear_of_every_event_and_write_into_the_log()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await DeployAsync(client, "", ("extensions/tattler", Bash));

        var first = await client.InvokeAsync(name, "{}");
        var second = await client.InvokeAsync(name, "{}", ("X-Amz-Log-Type", "Tail"));

        Assert.Equal((200, null, 1, 2), (first.Status, first.FunctionError, CallsOf(first), CallsOf(second)));
        Assert.Contains("spy invoke " + second.RequestId, second.Tail);
        var log = await client.ReadLogAsync(name);
        Assert.Contains(log, line => line.StartsWith("spy registered 200 {\"functionName\":\"" + name, StringComparison.Ordinal)
            && line.Contains("\"functionVersion\":\"$LATEST\",\"handler\":\"app.handler\",\"accountId\":\"000000000000\"", StringComparison.Ordinal)
            && line.EndsWith("no handler us-east-1 /", StringComparison.Ordinal));
        Assert.Contains("EXTENSION\tName: spy\tState: Ready\tEvents: [INVOKE,SHUTDOWN]", log);
        Assert.Contains("EXTENSION\tName: tattler\tState: Ready\tEvents: [INVOKE]", log);
        Assert.Contains(log, line => line.StartsWith("bash heard {\"eventType\":\"INVOKE\"", StringComparison.Ordinal) && line.Contains(second.RequestId, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_caller_has_the_answer_before_extensions_are_done_and_the_sandbox_is_busy_until_they_are()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await DeployAsync(client, "slow");
        await client.InvokeAsync(name, "{}", ("X-Amz-Log-Type", "Tail"));

        var reply = await client.InvokeAsync(name, "{}");
        var logged = (await client.ReadLogAsync(name)).Contains("END RequestId: " + reply.RequestId);

        Assert.Equal((200, false), (reply.Status, logged));
        await FunctionClient.UntilAsync(async () => (await client.ReadLogAsync(name)).Contains("END RequestId: " + reply.RequestId));
        Assert.Contains(await client.ReadLogAsync(name), line => line.StartsWith("spy invoke " + reply.RequestId, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sandbox_whose_function_is_updated_tells_runtime_and_extensions()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await DeployAsync(client, "");
        var (round, heard) = (0, false);

        // The runtime has 300 ms to hear it, which a machine that does other things may miss now and then.
        while (!heard && ++round <= 5)
        {
            await client.InvokeAsync(name, "{}", ("X-Amz-Log-Type", "Tail"));
            await client.UpdateCodeAsync(name, new() { ["app.py"] = $"{App}\n# newer: {round}\n" });
            await FunctionClient.UntilAsync(async () => (await client.ReadLogAsync(name)).Count(line => line == "spy shutdown spindown True") == round);
            heard = (await client.ReadLogAsync(name)).Contains("runtime heard SIGTERM");
        }

        Assert.True(heard);
    }

    [Theory]
    [InlineData("{\"exit\": 3}", "failure", "Runtime.ExitError")]
    [InlineData("{\"sleep\": 60}", "timeout", "Sandbox.Timedout")]
    public async Task Extensions_are_told_why_their_life_ends_and_live_again(string payload, string reason, string errorType)
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await DeployAsync(client, "");

        var failed = await client.InvokeAsync(name, payload);
        var next = await client.InvokeAsync(name, "{}", ("X-Amz-Log-Type", "Tail"));

        Assert.Equal((errorType, 2), (failed.Json.GetProperty("errorType").GetString(), CallsOf(next)));
        var log = await client.ReadLogAsync(name);
        Assert.Contains($"spy shutdown {reason} True", log);
        Assert.Equal(2, log.Count(line => line.StartsWith("spy registered", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("exits", "Extension.Crash", "exit status 7")]
    [InlineData("init-error", "Extension.InitError", "exit code 0")]
    [InlineData("exit-error", "Extension.ExitError", "exit code 0")]
    [InlineData("crash", "Extension.Crash", "signal: killed")]
    public async Task An_extension_that_fails_fails_the_invocation(string mischief, string errorType, string text)
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await DeployAsync(client, mischief);

        var reply = await client.InvokeAsync(name, "{\"sleep\": 3}");

        Assert.Equal("Unhandled", reply.FunctionError);
        Assert.Equal((errorType, $"RequestId: {reply.RequestId} Error: {text}"),
            (reply.Json.GetProperty("errorType").GetString(), reply.Json.GetProperty("errorMessage").GetString()));
    }

    [Fact]
    public async Task An_extension_that_is_stuck_after_the_answer_costs_its_sandbox_a_life()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await DeployAsync(client, "stuck");

        var reply = await client.InvokeAsync(name, "{}", ("X-Amz-Log-Type", "Tail"));

        Assert.Equal((200, null, 1), (reply.Status, reply.FunctionError, CallsOf(reply)));
        Assert.Contains("Task timed out after 4.00 seconds", reply.Tail);
        Assert.Contains("Status: timeout", reply.Tail);
    }

    [Fact]
    public async Task Lies_are_refused_one_by_one()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await DeployAsync(client, "liar", ("extensions/late", await SpyAsync()));

        var reply = await client.InvokeAsync(name, "{}");

        Assert.Equal("Unhandled", reply.FunctionError);
        Assert.Equal(
            [
                "spy twice 403 Extension.InvalidExtensionState",
                "spy nobody 403 Extension.InvalidExtensionName",
                "spy form 403 InvalidRequestFormat",
                "spy kind 403 Extension.InvalidEventType",
                "spy unsigned 403 Extension.MissingExtensionIdentifier",
                "spy garbled 403 Extension.InvalidExtensionIdentifier",
                "spy stranger 403 Extension.UnknownExtensionIdentifier",
                "spy untyped 403 Extension.MissingHeader",
                "spy unknown 404 NotFound",
                "spy flooded 200 403 Extension.TooManyExtensions",
                "spy failed 202",
                "spy and yet 403 Extension.InvalidExtensionState",
            ],
            (await client.ReadLogAsync(name)).Where(line => line.StartsWith("spy ", StringComparison.Ordinal) && !line.StartsWith("spy registered", StringComparison.Ordinal) && !line.StartsWith("spy walls", StringComparison.Ordinal)).Take(12));
    }

    [Fact]
    public async Task An_extension_has_the_rights_and_limits_of_its_function()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await DeployAsync(client, "");
        await client.InvokeAsync(name, "{}", ("X-Amz-Log-Type", "Tail"));

        var processes = InsideProcesses.Find(name);

        // Process 1, what it keeps open the sandbox with, the extension and the runtime.
        Assert.Equal(4, processes.Count);
        Assert.Single(processes.Select(process => File.ReadAllText($"/proc/{process}/cgroup")).Distinct());
        Assert.Contains("spy walls CapBnd: 0000000000000000 CapEff: 0000000000000000 NoNewPrivs: 1 Seccomp: 2", await client.ReadLogAsync(name));
    }

    [Theory]
    [InlineData("silent", "Started")]
    [InlineData("deaf", "Registered")]
    public async Task An_extension_that_never_gets_ready_uses_up_INIT_and_then_the_time_of_the_function(string mischief, string state)
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await DeployAsync(client, mischief);

        var reply = await client.InvokeAsync(name, "{}");

        Assert.Equal("Sandbox.Timedout", reply.Json.GetProperty("errorType").GetString());
        var log = await client.ReadLogAsync(name);
        Assert.Equal(2, log.Count(line => line.StartsWith($"EXTENSION\tName: spy\tState: {state}\t", StringComparison.Ordinal)));
        Assert.Contains(log, line => line.StartsWith("INIT_REPORT", StringComparison.Ordinal) && line.EndsWith("Phase: init\tStatus: timeout", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_executed_is_told()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await DeployAsync(client, "", ("extensions/broken!", "#!/bin/sh\n"));

        var reply = await client.InvokeAsync(name, "{}");

        Assert.Equal("Extension.LaunchError", reply.Json.GetProperty("errorType").GetString());
        Assert.EndsWith("Error: fork/exec /opt/extensions/broken: permission denied", reply.Json.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_internal_extension_runs_inside_the_runtime_and_delays_the_end_of_the_invocation()
    {
        const string Inside = """
            import http.client, json, os, threading
            def call(method, path, headers, body=None):
                connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
                connection.request(method, "/2020-01-01/extension/" + path, body=body, headers=headers)
                response = connection.getresponse()
                return response.status, response.headers, response.read().decode()
            status, headers, text = call("POST", "register", {"Lambda-Extension-Name": "inside"}, '{"events": ["INVOKE"]}')
            me = {"Lambda-Extension-Identifier": headers["Lambda-Extension-Identifier"]}
            def listen():
                while True:
                    status, headers, text = call("GET", "event/next", me)
                    if status != 200:
                        return
                    print("inside heard", json.loads(text)["requestId"], flush=True)
            threading.Thread(target=listen, daemon=True).start()
            def handler(event, context):
                return call("POST", "register", {"Lambda-Extension-Name": "late"}, '{"events": []}')[0]
            """;
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployPythonAsync(Inside);

        var reply = await client.InvokeAsync(name, "{}", ("X-Amz-Log-Type", "Tail"));

        Assert.Equal("403", reply.Text);
        Assert.Contains("inside heard " + reply.RequestId, reply.Tail);
        Assert.Contains("EXTENSION\tName: inside\tState: Ready\tEvents: [INVOKE]", await client.ReadLogAsync(name));
    }

    private static int CallsOf(FunctionReply reply) => reply.Json.GetProperty("calls").GetInt32();

    private static Task<string> SpyAsync() => File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Extensions", "spy.py"));

    private async Task<string> DeployAsync(FunctionClient client, string mischief, params (string Path, string Text)[] more)
    {
        var files = more.ToDictionary(file => file.Path, file => file.Text);
        files["extensions/spy"] = await SpyAsync();
        var caller = LambdaCaller.Root(await shared.GetAsync());
        var answer = await caller.SendAsync(
            "POST", $"/2018-10-31/layers/extension-{Guid.NewGuid():N}/versions", new { Content = new { ZipFile = FunctionClient.Zip(files) } });
        return await client.DeployPythonAsync(App, new JsonObject
        {
            ["Layers"] = new JsonArray(answer.Ok().Body.GetProperty("LayerVersionArn").GetString()!),
            ["Timeout"] = 4,
            ["MemorySize"] = 1769,
            ["Environment"] = new JsonObject { ["Variables"] = new JsonObject { ["EXTENSION_MISCHIEF"] = mischief } },
        });
    }
}
