using Goldcrest.Core.Extensions;
using Goldcrest.Core.Invoke;
using Goldcrest.Core.Telemetry;

namespace Goldcrest.Tests.Telemetry;

public sealed class PlatformLinesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
    private static readonly PlatformLines Plain = new("Text", null);
    private static readonly PlatformLines Json = new("JSON", "DEBUG");

    private static readonly PlatformRuntime Runtime = new("python:3.12", "arn", "f", "1", "2026/01/02/[1]00ff", 134_217_728);

    private static readonly PlatformReport Warm = new()
    {
        RequestId = "r",
        Duration = TimeSpan.FromMilliseconds(1.2345),
        MemoryMiB = 128,
        MaxMemoryUsedMiB = 35,
        Status = "success",
    };

    [Fact]
    public void Text_lines_are_those_of_AWS()
    {
        Assert.Equal("INIT_START Runtime Version: python:3.12\tRuntime Version ARN: arn", Text(new PlatformInitStart("on-demand", "init", Runtime)));
        Assert.Equal(
            "INIT_REPORT Init Duration: 9999.99 ms\tPhase: init\tStatus: timeout",
            Text(new PlatformInitReport("on-demand", "init", TimeSpan.FromMilliseconds(9999.99), "timeout", null)));
        Assert.Equal(
            "INIT_REPORT Init Duration: 1.00 ms\tPhase: invoke\tStatus: error\tError Type: Runtime.ExitError",
            Text(new PlatformInitReport("on-demand", "invoke", TimeSpan.FromMilliseconds(1), "error", "Runtime.ExitError")));
        Assert.Equal("START RequestId: r Version: $LATEST", Text(new PlatformStart("r", "$LATEST")));
        Assert.Equal("END RequestId: r", Text(new PlatformEnd("r")));
        Assert.Equal(
            "2026-01-02T03:04:05.678Z r Task timed out after 1.00 seconds\n", Text(new PlatformFault("r", FunctionFault.Timeout(TimeSpan.FromSeconds(1)))));
        Assert.Equal(
            "RequestId: r Error: Runtime exited with error: exit status 3\nRuntime.ExitError", Text(new PlatformFault("r", FunctionFault.Exit(3, null))));
        Assert.Equal("RESTORE_START Runtime Version: python:3.12\tRuntime Version ARN: arn", Text(new PlatformRestoreStart(Runtime)));
        Assert.Equal("RESTORE_REPORT Restore Duration: 5.50 ms", Text(new PlatformRestoreReport(TimeSpan.FromMilliseconds(5.5), "success", null)));
        Assert.Equal(
            "RESTORE_REPORT Restore Duration: 5.50 ms\tStatus: timeout", Text(new PlatformRestoreReport(TimeSpan.FromMilliseconds(5.5), "timeout", null)));
    }

    [Fact]
    public void What_has_no_line_in_AWS_has_none_here()
    {
        Assert.Null(Text(new PlatformInitStart("on-demand", "invoke", Runtime)));
        Assert.Null(Text(new PlatformInitReport("on-demand", "init", TimeSpan.Zero, "success", null)));
        Assert.Null(Text(new PlatformInitRuntimeDone("on-demand", "init", "error", "Runtime.ExitError")));
        Assert.Null(Text(new PlatformRestoreRuntimeDone("success", null)));
        Assert.Null(Text(new PlatformRuntimeDone { RequestId = "r", Status = "success", Duration = TimeSpan.Zero }));
        Assert.Null(Json.Find(Now, new PlatformEnd("r")));
        Assert.Null(Json.Find(Now, new PlatformFault("r", FunctionFault.OutOfMemory)));
    }

    [Fact]
    public void An_INIT_that_is_not_on_demand_is_always_reported()
    {
        Assert.Equal(
            "INIT_REPORT Init Duration: 1.00 ms\tPhase: init", Text(new PlatformInitReport("snap-start", "init", TimeSpan.FromMilliseconds(1), "success", null)));
    }

    [Fact]
    public void An_extension_has_its_line_in_both_formats()
    {
        Assert.Equal(
            "EXTENSION\tName: x\tState: Ready\tEvents: [INVOKE,SHUTDOWN]", Text(new PlatformExtension("x", ExtensionPhase.Ready, ["INVOKE", "SHUTDOWN"], null)));
        Assert.Equal(
            "EXTENSION\tName: x\tState: InitError\tEvents: []\tError Type: Extension.NoKey",
            Text(new PlatformExtension("x", ExtensionPhase.InitError, [], "Extension.NoKey")));
        Assert.Equal(
            """{"time":"2026-01-02T03:04:05.678Z","type":"platform.extension","record":{"name":"x","state":"Ready","events":["INVOKE"]}}""",
            Json.Find(Now, new PlatformExtension("x", ExtensionPhase.Ready, ["INVOKE"], null)));
    }

    [Fact]
    public void A_report_of_a_warm_success_ends_with_a_tab()
    {
        Assert.Equal("REPORT RequestId: r\tDuration: 1.23 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 35 MB\t", Text(Warm));
    }

    [Fact]
    public void INIT_and_restore_are_reported_and_billed()
    {
        Assert.Equal(
            "REPORT RequestId: r\tDuration: 1.23 ms\tBilled Duration: 103 ms\tMemory Size: 128 MB\tMax Memory Used: 35 MB\tInit Duration: 101.10 ms\t",
            Text(Warm with { InitDuration = TimeSpan.FromMilliseconds(101.1) }));
        Assert.EndsWith(
            "\tMax Memory Used: 35 MB\tRestore Duration: 101.10 ms\tBilled Restore Duration: 102 ms\t",
            Text(Warm with { RestoreDuration = TimeSpan.FromMilliseconds(101.1) }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Failures_have_their_status()
    {
        Assert.EndsWith("\tMax Memory Used: 35 MB\tStatus: timeout", Text(Warm with { Status = "timeout" }), StringComparison.Ordinal);
        Assert.EndsWith(
            "\tInit Duration: 2.00 ms\tStatus: error\tError Type: Runtime.ExitError",
            Text(Warm with { InitDuration = TimeSpan.FromMilliseconds(2), Status = "error", ErrorType = "Runtime.ExitError" }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void JSON_lines_are_events_of_the_Telemetry_API()
    {
        const string RuntimeMembers =
            """runtimeVersion":"python:3.12","runtimeVersionArn":"arn","functionName":"f","functionVersion":"1","instanceId":"2026/01/02/[1]00ff","instanceMaxMemory":134217728""";
        AssertRecord(
            "initStart", $$"""{"initializationType":"on-demand","phase":"init","{{RuntimeMembers}}}""", new PlatformInitStart("on-demand", "init", Runtime));
        AssertRecord(
            "initRuntimeDone",
            """{"initializationType":"on-demand","phase":"init","status":"success"}""",
            new PlatformInitRuntimeDone("on-demand", "init", "success", null));
        AssertRecord(
            "initReport",
            """{"initializationType":"on-demand","phase":"init","status":"error","errorType":"Runtime.ExitError","metrics":{"durationMs":12.346}}""",
            new PlatformInitReport("on-demand", "init", TimeSpan.FromMilliseconds(12.3456), "error", "Runtime.ExitError"));
        AssertRecord("restoreStart", $$"""{"{{RuntimeMembers}}}""", new PlatformRestoreStart(Runtime));
        AssertRecord("restoreRuntimeDone", """{"status":"success"}""", new PlatformRestoreRuntimeDone("success", null));
        AssertRecord(
            "restoreReport",
            """{"status":"timeout","metrics":{"durationMs":10}}""",
            new PlatformRestoreReport(TimeSpan.FromMilliseconds(10), "timeout", null));
        AssertRecord("start", """{"requestId":"r","version":"$LATEST"}""", new PlatformStart("r", "$LATEST"));
        AssertRecord(
            "report",
            """{"requestId":"r","metrics":{"durationMs":1.234,"billedDurationMs":4,"memorySizeMB":128,"maxMemoryUsedMB":35,"initDurationMs":2},"status":"success"}""",
            Warm with { InitDuration = TimeSpan.FromMilliseconds(2) });
    }

    [Fact]
    public void The_end_of_a_runtime_tells_when_and_how_it_answered()
    {
        var done = new PlatformRuntimeDone { RequestId = "r", Status = "timeout", Duration = TimeSpan.FromMilliseconds(3) };
        var answer = new ResponseTimes(Now, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(0.5), TimeSpan.FromMilliseconds(2));

        AssertRecord("runtimeDone", """{"requestId":"r","status":"timeout","metrics":{"durationMs":3}}""", done);
        AssertRecord(
            "runtimeDone",
            """{"requestId":"r","status":"success","metrics":{"durationMs":3,"producedBytes":5},"spans":[{"name":"responseLatency","start":"2026-01-02T03:04:05.678Z","durationMs":1},{"name":"responseDuration","start":"2026-01-02T03:04:05.679Z","durationMs":0.5},{"name":"runtimeOverhead","start":"2026-01-02T03:04:05.679Z","durationMs":2}]}""",
            done with { Status = "success", ProducedBytes = 5, Times = answer });
    }

    [Fact]
    public void A_trace_is_told_when_it_is_sampled_and_a_tenant_when_there_is_one()
    {
        const string Trace = "Root=1-65a0b7a0-00112233445566778899aabb;Parent=53995c3f42cd8ad8;Sampled=1";

        AssertRecord("start", """{"requestId":"r","version":"1"}""", new PlatformStart("r", "1", "Root=1-65a0b7a0-00112233445566778899aabb;Sampled=0"));
        AssertRecord(
            "start",
            $$"""{"requestId":"r","version":"1","tracing":{"spanId":"53995c3f42cd8ad8","type":"X-Amzn-Trace-Id","value":"{{Trace}}"},"tenantId":"blue"}""",
            new PlatformStart("r", "1", Trace, "blue"));
    }

    [Theory]
    [InlineData("DEBUG", true, true, true)]
    [InlineData("INFO", false, true, true)]
    [InlineData(null, false, true, true)]
    [InlineData("WARN", false, false, true)]
    public void A_level_decides_which_lines_are_written(string? level, bool debug, bool info, bool warn)
    {
        var lines = new PlatformLines("JSON", level);
        var done = new PlatformRuntimeDone { RequestId = "r", Status = "success", Duration = TimeSpan.Zero };
        var init = new PlatformInitReport("on-demand", "init", TimeSpan.Zero, "success", null);

        Assert.Equal((debug, debug), (lines.Find(Now, done) is not null, lines.Find(Now, init) is not null));
        Assert.Equal(
            (info, info, info),
            (lines.Find(Now, new PlatformStart("r", "1")) is not null, lines.Find(Now, Warm) is not null,
                lines.Find(Now, init with { InitializationType = "snap-start" }) is not null));
        Assert.Equal(
            (warn, warn, warn),
            (lines.Find(Now, done with { Status = "error" }) is not null, lines.Find(Now, Warm with { Status = "timeout" }) is not null,
                lines.Find(Now, new PlatformExtension("x", ExtensionPhase.InitError, [], null)) is not null));
    }

    private static string? Text<TEvent>(in TEvent happened)
        where TEvent : struct, IPlatformEvent => Plain.Find(Now, happened);

    private static void AssertRecord<TEvent>(string type, string record, in TEvent happened)
        where TEvent : struct, IPlatformEvent =>
        Assert.Equal($$"""{"time":"2026-01-02T03:04:05.678Z","type":"platform.{{type}}","record":{{record}}}""", PlatformJson.Write(Now, happened));
}
