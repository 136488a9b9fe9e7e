using System.Text.Json.Nodes;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Invoke;

public sealed class HandlerErrorTests(SharedServer shared)
{
    private const string Bash = """
        #!/bin/bash
        api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation
        while true; do
          curl -sS -D /tmp/headers "$api/next" -o /tmp/event
          id=$(grep -i lambda-runtime-aws-request-id /tmp/headers | tr -d '\r' | cut -d' ' -f2)
          if grep -q fail /tmp/event; then
            curl -sS -X POST "$api/$id/error" -H 'Lambda-Runtime-Function-Error-Type: Function.Reason' -d '{"errorType":"Reason","errorMessage":"as told"}' >/dev/null
          else
            curl -sS -X POST "$api/$id/response" -d "got $(cat /tmp/event)" >/dev/null
          fi
        done
        """;

    [Fact]
    public async Task An_exception_in_Nodejs_is_told_in_its_own_shape()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployAsync("nodejs18.x", "index.handler", new() { ["index.js"] = "exports.handler = async () => { throw new TypeError('boom'); };" });

        var reply = await client.InvokeAsync(name, "{}");

        Assert.Equal((200, "Unhandled", "$LATEST"), (reply.Status, reply.FunctionError, reply.Headers["X-Amz-Executed-Version"]));
        Assert.Equal(("TypeError", "boom"), (reply.Json.GetProperty("errorType").GetString(), reply.Json.GetProperty("errorMessage").GetString()));
        Assert.Contains("TypeError: boom", reply.Json.GetProperty("trace")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal("application/json", reply.Headers["Content-Type"]);
    }

    [Fact]
    public async Task An_exception_in_Python_is_told_in_its_own_shape()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployPythonAsync("def handler(event, context):\n    raise ValueError('boom')\n");

        var reply = await client.InvokeAsync(name, "{}");

        Assert.Equal((200, "Unhandled"), (reply.Status, reply.FunctionError));
        Assert.Equal(
            ("ValueError", "boom", reply.RequestId),
            (reply.Json.GetProperty("errorType").GetString(), reply.Json.GetProperty("errorMessage").GetString(), reply.Json.GetProperty("requestId").GetString()));
        Assert.Contains("app.py", reply.Json.GetProperty("stackTrace")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_custom_runtime_answers_and_fails_in_its_own_words()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployAsync("provided.al2023", "h", new() { ["bootstrap"] = Bash });

        var answer = await client.InvokeAsync(name, "{\"a\": 1}");
        var failure = await client.InvokeAsync(name, "\"fail\"");

        Assert.Equal((null, "got {\"a\": 1}"), (answer.FunctionError, answer.Text));
        Assert.Equal(("Unhandled", "{\"errorType\":\"Reason\",\"errorMessage\":\"as told\"}"), (failure.FunctionError, failure.Text));
    }

    [Theory]
    [InlineData("python3.11", "app.nothing", "Runtime.HandlerNotFound")]
    [InlineData("python3.11", "nomodule.handler", "Runtime.ImportModuleError")]
    [InlineData("nodejs18.x", "index.nothing", "Runtime.HandlerNotFound")]
    [InlineData("nodejs18.x", "nomodule.handler", "Runtime.ImportModuleError")]
    public async Task A_handler_that_is_not_there_fails_INIT_twice_and_answers_so_each_time(string runtime, string handler, string errorType)
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployAsync(
            runtime, handler, new() { ["app.py"] = "def handler(event, context): pass\n", ["index.js"] = "exports.handler = async () => 1;" });

        var first = await client.InvokeAsync(name, "{}", ("X-Amz-Log-Type", "Tail"));
        var second = await client.InvokeAsync(name, "{}");

        foreach (var reply in (FunctionReply[])[first, second])
        {
            Assert.Equal((200, "Unhandled", errorType), (reply.Status, reply.FunctionError, reply.Json.GetProperty("errorType").GetString()));
        }

        Assert.Matches($@"INIT_REPORT Init Duration: [0-9.]+ ms\tPhase: init\tStatus: error\tError Type: {errorType}", first.Tail);
        Assert.Matches($@"INIT_REPORT Init Duration: [0-9.]+ ms\tPhase: invoke\tStatus: error\tError Type: {errorType}\nSTART RequestId: {first.RequestId}", first.Tail);
        Assert.Matches($@"\nREPORT RequestId: {first.RequestId}\t.*\tStatus: error\tError Type: {errorType}\n$", first.Tail);
    }

    [Theory]
    [InlineData("main", "#!/bin/sh\n", "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]")]
    [InlineData("bootstrap!", "#!/bin/sh\n", "fork/exec /var/task/bootstrap: permission denied")]
    [InlineData("bootstrap", "#!/bin/sh\r\n", "fork/exec /var/task/bootstrap: no such file or directory")]
    [InlineData("bootstrap", "MZ\n", "fork/exec /var/task/bootstrap: exec format error")]
    public async Task A_bootstrap_that_cannot_be_executed_is_told_by_its_flaw(string file, string text, string flaw)
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployAsync("provided.al2023", "h", new() { [file] = text });

        var reply = await client.InvokeAsync(name, "{}", ("X-Amz-Log-Type", "Tail"));

        Assert.Equal(
            $"{{\"errorType\":\"Runtime.InvalidEntrypoint\",\"errorMessage\":\"RequestId: {reply.RequestId} Error: {flaw}\"}}", reply.Text);
        Assert.Contains($"RequestId: {reply.RequestId} Error: {flaw}\nRuntime.InvalidEntrypoint\nEND RequestId: {reply.RequestId}\n", reply.Tail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invocation_that_takes_too_long_is_ended_and_the_next_finds_tmp_in_a_new_process()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployPythonAsync(
            """
            import os, time
            calls = 0
            def handler(event, context):
                global calls
                calls += 1
                if event.get("sleep"):
                    open("/tmp/kept", "w").write("yes")
                    print("before the end", flush=True)
                    time.sleep(60)
                return {"calls": calls, "tmp": open("/tmp/kept").read()}
            """,
            new JsonObject { ["Timeout"] = 1 });

        var late = await client.InvokeAsync(name, "{\"sleep\":true}", ("X-Amz-Log-Type", "Tail"));
        var next = await client.InvokeAsync(name, "{}");

        Assert.Equal((200, "Unhandled"), (late.Status, late.FunctionError));
        Assert.Equal($"{{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: {late.RequestId} Error: Task timed out after 1.00 seconds\"}}", late.Text);
        Assert.Matches(
            $@"before the end\n\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{{3}}Z {late.RequestId} Task timed out after 1\.00 seconds\n\nEND RequestId: {late.RequestId}\n"
            + $@"REPORT RequestId: {late.RequestId}\tDuration: 1000\.00 ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: [0-9.]+ ms\tStatus: timeout\n$",
            late.Tail);
        Assert.Equal("{\"calls\": 1, \"tmp\": \"yes\"}", next.Text);
    }

    [Theory]
    [InlineData("os._exit(0)", "Runtime exited without providing a reason")]
    [InlineData("os._exit(3)", "Runtime exited with error: exit status 3")]
    [InlineData("sys.exit(1)", "Runtime exited with error: exit status 1")]
    [InlineData("os.kill(os.getpid(), 9)", "Runtime exited with error: signal: killed")]
    [InlineData("os.abort()", "Runtime exited with error: signal: aborted")]
    public async Task A_process_that_ends_is_told_by_its_exit_and_the_next_invocation_works(string statement, string message)
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployPythonAsync($"import os, sys\ndef handler(event, context):\n    if event:\n        {statement}\n    return 'works'\n");

        var ended = await client.InvokeAsync(name, "{\"end\":1}", ("X-Amz-Log-Type", "Tail"));
        var next = await client.InvokeAsync(name, "{}");

        Assert.Equal($"{{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: {ended.RequestId} Error: {message}\"}}", ended.Text);
        Assert.Matches($@"\tStatus: error\tError Type: Runtime\.ExitError\n$", ended.Tail);
        Assert.Equal("\"works\"", next.Text);
    }

    [Fact]
    public async Task Memory_that_is_used_up_is_told_and_the_next_invocation_works()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployPythonAsync("def handler(event, context):\n    return len(bytearray(event['mib'] << 20))\n", new JsonObject { ["Timeout"] = 30 });

        var ended = await client.InvokeAsync(name, "{\"mib\":512}", ("X-Amz-Log-Type", "Tail"));
        var next = await client.InvokeAsync(name, "{\"mib\":1}");

        Assert.Equal(
            $"{{\"errorType\":\"Runtime.OutOfMemory\",\"errorMessage\":\"RequestId: {ended.RequestId} Error: Runtime exited with error: signal: killed\"}}", ended.Text);
        Assert.Matches(@"Memory Size: 128 MB\tMax Memory Used: 128 MB\t.*Status: error\tError Type: Runtime\.OutOfMemory\n$", ended.Tail);
        Assert.Equal("1048576", next.Text);
    }
}
