using Goldcrest.Core.Logs;

namespace Goldcrest.Tests.Logs;

public sealed class PlatformLineTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    private static readonly InvocationReport Warm = new()
    {
        RequestId = "r",
        Duration = TimeSpan.FromMilliseconds(1.2345),
        MemoryMiB = 128,
        MaxMemoryUsedMiB = 35,
    };

    [Fact]
    public void Text_lines_are_those_of_AWS()
    {
        Assert.Equal("INIT_START Runtime Version: python:3.12\tRuntime Version ARN: arn", PlatformText.InitStart("python:3.12", "arn"));
        Assert.Equal("INIT_REPORT Init Duration: 9999.99 ms\tPhase: init\tStatus: timeout", PlatformText.InitReport(TimeSpan.FromMilliseconds(9999.99), "init", "timeout", null));
        Assert.Equal(
            "INIT_REPORT Init Duration: 1.00 ms\tPhase: invoke\tStatus: error\tError Type: Runtime.ExitError",
            PlatformText.InitReport(TimeSpan.FromMilliseconds(1), "invoke", "error", "Runtime.ExitError"));
        Assert.Equal("START RequestId: r Version: $LATEST", PlatformText.Start("r", "$LATEST"));
        Assert.Equal("END RequestId: r", PlatformText.End("r"));
        Assert.Equal("2026-01-02T03:04:05.678Z r Task timed out after 1.00 seconds\n", PlatformText.Timeout(Now, "r", "Task timed out after 1.00 seconds"));
        Assert.Equal("RequestId: r Error: why\nRuntime.ExitError", PlatformText.Fault("RequestId: r Error: why", "Runtime.ExitError"));
    }

    [Fact]
    public void An_extension_has_its_line_in_both_formats()
    {
        Assert.Equal("EXTENSION\tName: x\tState: Ready\tEvents: [INVOKE,SHUTDOWN]", PlatformText.Extension("x", "Ready", ["INVOKE", "SHUTDOWN"], null));
        Assert.Equal(
            "EXTENSION\tName: x\tState: InitError\tEvents: []\tError Type: Extension.NoKey", PlatformText.Extension("x", "InitError", [], "Extension.NoKey"));
        Assert.Equal(
            """{"time":"2026-01-02T03:04:05.678Z","type":"platform.extension","record":{"name":"x","state":"Ready","events":["INVOKE"]}}""",
            PlatformJson.Extension(Now, "x", "Ready", ["INVOKE"], null));
    }

    [Fact]
    public void A_report_of_a_warm_success_ends_with_a_tab()
    {
        Assert.Equal("REPORT RequestId: r\tDuration: 1.23 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 35 MB\t", PlatformText.Report(Warm));
    }

    [Fact]
    public void INIT_is_reported_and_billed()
    {
        Assert.Equal(
            "REPORT RequestId: r\tDuration: 1.23 ms\tBilled Duration: 103 ms\tMemory Size: 128 MB\tMax Memory Used: 35 MB\tInit Duration: 101.10 ms\t",
            PlatformText.Report(Warm with { InitDuration = TimeSpan.FromMilliseconds(101.1) }));
    }

    [Fact]
    public void Failures_have_their_status()
    {
        Assert.EndsWith("\tMax Memory Used: 35 MB\tStatus: timeout", PlatformText.Report(Warm with { Status = "timeout" }), StringComparison.Ordinal);
        Assert.EndsWith(
            "\tInit Duration: 2.00 ms\tStatus: error\tError Type: Runtime.ExitError",
            PlatformText.Report(Warm with { InitDuration = TimeSpan.FromMilliseconds(2), Status = "error", ErrorType = "Runtime.ExitError" }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void JSON_lines_are_events_of_the_Telemetry_API()
    {
        Assert.Equal(
            """{"time":"2026-01-02T03:04:05.678Z","type":"platform.initStart","record":{"initializationType":"on-demand","phase":"init","runtimeVersion":"v","runtimeVersionArn":"a","functionName":"f","functionVersion":"1"}}""",
            PlatformJson.InitStart(Now, "v", "a", "f", "1"));
        Assert.Equal(
            """{"time":"2026-01-02T03:04:05.678Z","type":"platform.initReport","record":{"initializationType":"on-demand","phase":"init","status":"error","errorType":"Runtime.ExitError","metrics":{"durationMs":12.346}}}""",
            PlatformJson.InitReport(Now, TimeSpan.FromMilliseconds(12.3456), "init", "error", "Runtime.ExitError"));
        Assert.Equal(
            """{"time":"2026-01-02T03:04:05.678Z","type":"platform.start","record":{"requestId":"r","version":"$LATEST"}}""", PlatformJson.Start(Now, "r", "$LATEST"));
        Assert.Equal(
            """{"time":"2026-01-02T03:04:05.678Z","type":"platform.runtimeDone","record":{"requestId":"r","status":"timeout","metrics":{"durationMs":1.234}}}""",
            PlatformJson.RuntimeDone(Now, Warm with { Status = "timeout" }));
        Assert.Equal(
            """{"time":"2026-01-02T03:04:05.678Z","type":"platform.report","record":{"requestId":"r","metrics":{"durationMs":1.234,"billedDurationMs":4,"memorySizeMB":128,"maxMemoryUsedMB":35,"initDurationMs":2},"status":"success"}}""",
            PlatformJson.Report(Now, Warm with { InitDuration = TimeSpan.FromMilliseconds(2) }));
    }

    [Theory]
    [InlineData("/aws/lambda/f", "2026/01/02/[7]00ff")]
    [InlineData("/shared", "2026/01/02/f[7]00ff")]
    public void A_stream_is_named_by_day_version_and_sandbox(string group, string name)
    {
        Assert.Equal(name, LogStreamName.For(Now, "f", "7", group, "00ff"));
    }

    [Theory]
    [InlineData("DEBUG", true, true, true, true)]
    [InlineData("INFO", true, false, true, true)]
    [InlineData(null, true, false, true, true)]
    [InlineData("WARN", false, false, false, true)]
    public void A_level_decides_which_lines_of_success_are_written(string? level, bool start, bool runtimeDone, bool report, bool failure)
    {
        Assert.Equal(
            (start, runtimeDone, report, failure, failure),
            (SystemLogLevel.TakesStart(level), SystemLogLevel.TakesRuntimeDone(level, isSuccess: true), SystemLogLevel.TakesReport(level, isSuccess: true),
                SystemLogLevel.TakesRuntimeDone(level, isSuccess: false), SystemLogLevel.TakesReport(level, isSuccess: false)));
    }
}
