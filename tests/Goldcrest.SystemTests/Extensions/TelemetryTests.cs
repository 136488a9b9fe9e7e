using System.Text.Json;
using System.Text.Json.Nodes;
using Goldcrest.SystemTests.Clients;
using Goldcrest.SystemTests.Functions;
using Goldcrest.SystemTests.Invoke;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Extensions;

/// <summary>Subscribers of telemetry in real sandboxes, well-behaved and otherwise.</summary>
public sealed class TelemetryTests(SharedServer shared)
{
    /// <summary>Returns what was heard so far, as soon as it holds what the event waits for.</summary>
    private const string App = """
        import json, os, time
        def heard():
            # Without a line that is being written, and without the flood.
            text = open("/tmp/heard").read() if os.path.exists("/tmp/heard") else ""
            return [line for line in text.rpartition("\n")[0].splitlines() if "x" * 100 not in line]
        def handler(event, context):
            for say in event.get("say", []):
                print(say, flush=True)
            for number in range(event.get("flood", 0)):
                print("x" * 1000)
            open("/tmp/go", "w").close()
            if event.get("exit"):
                os._exit(event["exit"])
            while event.get("until", "") not in "\n".join(heard()).replace(" ", ""):
                time.sleep(0.01)
            return [json.loads(line) for line in heard()]
        """;

    /// <summary>Bash has no listener of its own; what it starts has.</summary>
    private const string BashSubscriber = """
        #!/bin/bash
        api=http://$AWS_LAMBDA_RUNTIME_API
        name=$(basename "$0")
        id=$(curl -sS -D - -o /dev/null -H "Lambda-Extension-Name: $name" -d '{"events":["INVOKE"]}' "$api/2020-01-01/extension/register" \
          | tr -d '\r' | sed -n 's/^Lambda-Extension-Identifier: //ip')
        perl -MIO::Socket::INET -e '
          my $server = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => 4321, Listen => 5, ReuseAddr => 1) or die;
          open my $ready, ">", "/tmp/ready"; print $ready "1"; close $ready;
          while (my $peer = $server->accept) { while (<$peer>) { open my $kept, ">>", "/tmp/heard"; print $kept $_; close $kept } }
        ' &
        until [[ -s /tmp/ready ]]; do sleep 0.01; done
        curl -sS -X PUT -H "Lambda-Extension-Identifier: $id" "$api/2022-07-01/telemetry" -d '{
          "schemaVersion": "2022-07-01", "types": ["platform", "function"], "buffering": {"timeoutMs": 25}, "destination": {"protocol": "TCP", "port": 4321}}'
        while curl -sS -H "Lambda-Extension-Identifier: $id" "$api/2020-01-01/extension/event/next" > /dev/null; do :; done
        """;

    [Theory]
    [InlineData("http", "25")]
    [InlineData("http", "1000")]
    [InlineData("late", "25")]
    [InlineData("tcp", "25")]
    public async Task A_subscriber_hears_the_whole_story_of_its_sandbox(string mode, string timeoutMs)
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await DeployAsync(client, mode, timeoutMs: timeoutMs);

        var first = await client.InvokeAsync(name, """{"say": ["hello", "Grüße"]}""");
        var second = await client.InvokeAsync(name, UntilReportOf(first));

        var heard = RecordsOf(second);
        Assert.Subset(
            new HashSet<string>(TypesOf(heard)),
            new HashSet<string>(["platform.initStart", "platform.initRuntimeDone", "platform.initReport", "platform.telemetrySubscription", "platform.extension"]));
        Assert.Equal("platform.initStart", TypesOf(heard).First());
        var story = heard.SkipWhile(record => record.GetProperty("type").GetString() != "platform.start").ToList();
        Assert.Equal(
            ["platform.start", "function", "function", "platform.runtimeDone", "platform.report"],
            TypesOf(story).Where(type => type != "extension").Take(5));
        Assert.Contains(story, record => record.GetProperty("record") is { ValueKind: JsonValueKind.String } line && line.GetString() == "Grüße");
        var done = RecordOf(story, "platform.runtimeDone");
        Assert.Equal((first.RequestId, "success"), (done.GetProperty("requestId").GetString(), done.GetProperty("status").GetString()));
        Assert.Equal(
            ["responseLatency", "responseDuration", "runtimeOverhead"], done.GetProperty("spans").EnumerateArray().Select(span => span.GetProperty("name").GetString()));
        Assert.Equal(first.Body.Length, done.GetProperty("metrics").GetProperty("producedBytes").GetInt32());
        Assert.Equal(1769, RecordOf(story, "platform.report").GetProperty("metrics").GetProperty("memorySizeMB").GetInt32());
        Assert.Contains("TELEMETRY\tName: listener\tState: Subscribed\tTypes: [Platform, Function, Extension]", await client.ReadLogAsync(name));
    }

    [Fact]
    public async Task What_extensions_write_has_a_type_of_its_own()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await DeployAsync(client, "http");

        var reply = await client.InvokeAsync(name, """{"until": "listenerlistens"}""");

        Assert.Contains(RecordsOf(reply), record => record.GetProperty("type").GetString() == "extension" && record.GetProperty("record").GetString() == "listener listens");
    }

    [Fact]
    public async Task A_function_that_logs_JSON_has_objects_for_records()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await DeployAsync(client, "http", settings: new JsonObject { ["LoggingConfig"] = new JsonObject { ["LogFormat"] = "JSON", ["SystemLogLevel"] = "WARN" } });

        await client.InvokeAsync(name, """{"say": ["{\"level\": \"INFO\", \"message\": \"hello\"}"]}""");
        var reply = await client.InvokeAsync(name, """{"until": "hello"}""");

        Assert.Contains(
            RecordsOf(reply).Select(record => record.GetProperty("record")),
            record => record.ValueKind == JsonValueKind.Object && record.TryGetProperty("message", out var message) && message.GetString() == "hello");
        Assert.Contains("platform.start", TypesOf(RecordsOf(reply)));
    }

    [Fact]
    public async Task The_old_Logs_API_tells_of_ends_and_faults()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await DeployAsync(client, "logs");

        var first = await client.InvokeAsync(name, """{"say": ["hello"]}""");
        var second = await client.InvokeAsync(name, UntilReportOf(first));
        var failed = await client.InvokeAsync(name, """{"exit": 3}""");
        var last = await client.InvokeAsync(name, UntilReportOf(failed));

        Assert.Equal(
            ["platform.start", "function", "platform.runtimeDone", "platform.end", "platform.report"],
            TypesOf(RecordsOf(second)).SkipWhile(type => type != "platform.start").Take(5));
        Assert.DoesNotContain("platform.initStart", TypesOf(RecordsOf(last)));
        Assert.StartsWith($"RequestId: {failed.RequestId} Error:", RecordOf(RecordsOf(last), "platform.fault").GetString(), StringComparison.Ordinal);
        Assert.Contains("LOGS\tName: listener\tState: Subscribed\tTypes: [Platform, Function]", await client.ReadLogAsync(name));
    }

    [Fact]
    public async Task A_subscriber_in_bash_hears_lines_over_TCP()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await DeployAsync(client, "", extension: ("extensions/basher", BashSubscriber));

        var first = await client.InvokeAsync(name, """{"say": ["hello"]}""");
        var second = await client.InvokeAsync(name, UntilReportOf(first));

        Assert.Equal(
            ["platform.start", "function", "platform.runtimeDone", "platform.report"],
            TypesOf(RecordsOf(second)).SkipWhile(type => type != "platform.start").Take(4));
    }

    [Fact]
    public async Task What_was_not_sent_yet_is_sent_when_the_sandbox_is_shut_down()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await DeployAsync(client, "http", timeoutMs: "30000");
        var (round, isHeard) = (0, false);

        // The node has 300 ms for it, which a machine that does other things may miss now and then.
        while (!isHeard && ++round <= 5)
        {
            var reply = await client.InvokeAsync(name, "{}", ("X-Amz-Log-Type", "Tail"));
            await client.UpdateCodeAsync(name, new() { ["app.py"] = $"{App}\n# newer: {round}\n" });
            await FunctionClient.UntilAsync(async () => (await client.ReadLogAsync(name)).Count(line => line.StartsWith("listener heard", StringComparison.Ordinal)) == round);
            isHeard = (await client.ReadLogAsync(name)).Contains("listener heard the reports of " + reply.RequestId);
        }

        Assert.True(isHeard);
    }

    [Fact]
    public async Task A_subscription_dies_with_the_life_and_the_next_one_hears_how_that_ended()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await DeployAsync(client, "http");

        var failed = await client.InvokeAsync(name, """{"exit": 3}""");
        var next = await client.InvokeAsync(name, UntilReportOf(failed));

        var heard = RecordsOf(next);
        Assert.Equal(2, TypesOf(heard).Count(type => type == "platform.telemetrySubscription"));
        Assert.Equal("invoke", heard.Last(record => record.GetProperty("type").GetString() == "platform.initStart").GetProperty("record").GetProperty("phase").GetString());
        var report = heard.Single(record => record.GetProperty("type").GetString() == "platform.report").GetProperty("record");
        Assert.Equal(("error", "Runtime.ExitError"), (report.GetProperty("status").GetString(), report.GetProperty("errorType").GetString()));
    }

    [Fact]
    public async Task A_subscriber_that_falls_behind_is_told_what_it_missed()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await DeployAsync(client, "slow");

        var reply = await client.InvokeAsync(name, """{"flood": 20000, "until": "platform.logsDropped"}""");

        var dropped = RecordOf(RecordsOf(reply), "platform.logsDropped");
        Assert.InRange(dropped.GetProperty("droppedRecords").GetInt32(), 1, 20_000);
        Assert.True(dropped.GetProperty("droppedBytes").GetInt64() > 1_000);
    }

    [Theory]
    [InlineData("deaf")]
    [InlineData("silent")]
    [InlineData("continues")]
    [InlineData("endless")]
    [InlineData("headers")]
    [InlineData("refuses")]
    [InlineData("redirects")]
    [InlineData("halves")]
    [InlineData("garbage")]
    public async Task A_hostile_subscriber_harms_nobody_but_itself(string mode)
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await DeployAsync(client, mode);

        for (var i = 0; i < 3; i++)
        {
            var reply = await client.InvokeAsync(name, """{"say": ["hello"], "flood": 2000}""", ("X-Amz-Log-Type", "Tail"));

            Assert.Equal((200, null, "[]"), (reply.Status, reply.FunctionError, reply.Text));
        }
    }

    [Fact]
    public async Task Lies_are_refused_one_by_one()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await DeployAsync(client, "liar");

        var reply = await client.InvokeAsync(name, """{"until": "closedtoo"}""");

        Assert.Equal(
            """
            {"unsigned": 403, "garbled": "403 Extension.InvalidExtensionIdentifier", "stranger": "403 Extension.UnknownExtensionIdentifier",
            "malformed": "400 ValidationError", "not text": "400 ValidationError", "empty": "400 ValidationError", "nested": "400 ValidationError",
            "oversized": "400 ValidationError", "versionless": "400 ValidationError", "reserved": "400 ValidationError", "outside": "400 ValidationError",
            "got": 404, "right": "200 OK", "twice": "200 AlreadySubcribed", "other": "400 ValidationError"}
            """.Replace('\n', ' '),
            reply.Json[0].GetRawText());
        Assert.Equal("""{"closed": "403 Telemetry.SubscriptionClosed", "closed too": "403 Logs.SubscriptionClosed"}""", reply.Json[1].GetRawText());
    }

    [Fact]
    public async Task A_published_extension_runs()
    {
        const string Reader = """
            import json, os, time
            def handler(event, context):
                kept = "/tmp/sls-save-log.json"
                while event.get("until", "") not in (open(kept).read() if os.path.exists(kept) else ""):
                    time.sleep(0.01)
                return "heard"
            """;
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployPythonAsync(Reader, await SettingsAsync(await PublishedAsync(), new JsonObject { ["DO_NOT_WAIT"] = "1" }));

        var first = await client.InvokeAsync(name, "{}");
        var second = await client.InvokeAsync(name, $$"""{"until": "{{first.RequestId}}"}""");

        Assert.Equal((200, "\"heard\""), (second.Status, second.Text));
        Assert.Contains("LOGS\tName: otel-extension\tState: Subscribed\tTypes: [Platform]", await client.ReadLogAsync(name));
    }

    private static Task<byte[]> PublishedAsync() => File.ReadAllBytesAsync(
        SourceTree.PathOf("tests/Goldcrest.SystemTests/js/node_modules/@serverless/aws-lambda-otel-extension-dist/extension.zip"));

    private static string UntilReportOf(FunctionReply reply) => JsonSerializer.Serialize(new { until = $$"""platform.report","record":{"requestId":"{{reply.RequestId}}""" });

    private static IReadOnlyList<JsonElement> RecordsOf(FunctionReply reply)
    {
        Assert.True(reply.FunctionError is null, reply.Text);
        return [.. reply.Json.EnumerateArray()];
    }

    private static IEnumerable<string> TypesOf(IEnumerable<JsonElement> records) => records.Select(record => record.GetProperty("type").GetString()!);

    private static JsonElement RecordOf(IEnumerable<JsonElement> records, string type) =>
        records.First(record => record.GetProperty("type").GetString() == type).GetProperty("record");

    private async Task<string> DeployAsync(
        FunctionClient client, string mode, string timeoutMs = "25", (string Path, string Text)? extension = null, JsonObject? settings = null)
    {
        var (path, text) = extension
            ?? ("extensions/listener", await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Extensions", "listener.py")));
        var zip = FunctionClient.Zip(new() { [path] = text });
        var all = await SettingsAsync(zip, new JsonObject { ["LISTENER"] = mode, ["LISTENER_TIMEOUT_MS"] = timeoutMs });
        foreach (var (name, value) in settings ?? [])
        {
            all[name] = value!.DeepClone();
        }

        return await client.DeployPythonAsync(App, all);
    }

    private async Task<JsonObject> SettingsAsync(byte[] layer, JsonObject variables)
    {
        var answer = await LambdaCaller.Root(await shared.GetAsync()).SendAsync(
            "POST", $"/2018-10-31/layers/telemetry-{Guid.NewGuid():N}/versions", new { Content = new { ZipFile = layer } });
        return new JsonObject
        {
            ["Layers"] = new JsonArray(answer.Ok().Body.GetProperty("LayerVersionArn").GetString()!),
            ["Timeout"] = 60,
            ["MemorySize"] = 1769,
            ["Environment"] = new JsonObject { ["Variables"] = variables },
        };
    }
}
