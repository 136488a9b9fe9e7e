using System.Text;
using Goldcrest.Core.Invoke;
using Goldcrest.Core.Telemetry;

namespace Goldcrest.Tests.Telemetry;

public sealed class TelemetryJsonTests
{
    private const string Time = "2026-01-02T03:04:05.678Z";

    private static readonly PlatformRuntimeDone Failed = new() { RequestId = "r", Status = "error", ErrorType = "Runtime.ExitError", Duration = TimeSpan.FromMilliseconds(1) };

    [Fact]
    public void HTTP_gets_an_array_and_TCP_a_line_each()
    {
        TelemetryEntry[] batch = [Subscriptions.Line("Grüße\n\"<x>\""), Subscriptions.Event(new PlatformStart("r", "$LATEST"))];
        const string Line = $$$"""{"time":"{{{Time}}}","type":"function","record":"Grüße\n\"<x>\""}""";
        const string Start = $$$"""{"time":"{{{Time}}}","type":"platform.start","record":{"requestId":"r","version":"$LATEST"}}""";

        Assert.Equal($"[{Line},{Start}]", Text(TelemetryJson.WriteArray(batch, TelemetrySchema.Telemetry20220701)));
        Assert.Equal($"{Line}\n{Start}\n", Text(TelemetryJson.WriteLines(batch, TelemetrySchema.Telemetry20220701)));
    }

    [Fact]
    public void Lines_of_extensions_have_a_type_of_their_own()
    {
        Assert.Equal(
            $$$"""[{"time":"{{{Time}}}","type":"extension","record":"x"}]""",
            Text(TelemetryJson.WriteArray([Subscriptions.Line("x", TelemetryTypes.Extension)], TelemetrySchema.Telemetry20220701)));
    }

    [Theory]
    [InlineData(TelemetrySchema.Telemetry20221213, true, "{\"a\": [1, \"ü\"]}", true)]
    [InlineData(TelemetrySchema.Telemetry20250129, true, "{}", true)]
    [InlineData(TelemetrySchema.Telemetry20220701, true, "{}", false)]
    [InlineData(TelemetrySchema.Logs20210318, true, "{}", false)]
    [InlineData(TelemetrySchema.Telemetry20221213, false, "{}", false)]
    [InlineData(TelemetrySchema.Telemetry20221213, true, "{} {}", false)]
    [InlineData(TelemetrySchema.Telemetry20221213, true, "{\"a\":}", false)]
    [InlineData(TelemetrySchema.Telemetry20221213, true, "[1]", false)]
    [InlineData(TelemetrySchema.Telemetry20221213, true, "{\n}", false)]
    [InlineData(TelemetrySchema.Telemetry20221213, true, "{},{\"type\":\"platform.start\"}", false)]
    public void A_line_is_an_object_when_function_and_subscriber_want_it_and_it_is_one(TelemetrySchema schema, bool mayBeJson, string line, bool isObject)
    {
        var written = Text(TelemetryJson.WriteArray([Subscriptions.Line(line, mayBeJson: mayBeJson)], schema));

        using var json = System.Text.Json.JsonDocument.Parse(written);
        var record = json.RootElement[0].GetProperty("record");
        Assert.Equal(line, isObject ? record.GetRawText() : record.GetString());
        Assert.Equal(1, json.RootElement.GetArrayLength());
    }

    [Fact]
    public void What_is_nested_without_end_is_text()
    {
        var line = string.Concat(Enumerable.Repeat("{\"a\":", 5_000)) + "1" + new string('}', 5_000);

        var written = Text(TelemetryJson.WriteArray([Subscriptions.Line(line, mayBeJson: true)], TelemetrySchema.Telemetry20250129));

        using var json = System.Text.Json.JsonDocument.Parse(written);
        Assert.Equal(line, json.RootElement[0].GetProperty("record").GetString());
    }

    [Fact]
    public void The_Logs_API_hears_of_ends_and_faults_and_not_of_INIT()
    {
        Assert.Equal(
            [
                (true, true, false), (true, true, false), (false, false, true), (false, true, true), (true, true, true), (true, true, true),
                (true, true, false), (false, false, true),
            ],
            new IPlatformEvent[]
            {
                new PlatformEnd("r"), new PlatformFault("r", FunctionFault.OutOfMemory), new PlatformInitReport("on-demand", "init", TimeSpan.Zero, "success", null), Failed,
                new PlatformStart("r", "1"), new PlatformLogsDropped("why", 1, 2), new PlatformSubscription("x", TelemetryTypes.Platform, IsOfLogsApi: true),
                new PlatformSubscription("x", TelemetryTypes.Platform, IsOfLogsApi: false),
            }.Select(Subscriptions.Event).Select(entry =>
                (TelemetryJson.IsTold(entry, TelemetrySchema.Logs20200815), TelemetryJson.IsTold(entry, TelemetrySchema.Logs20210318),
                    TelemetryJson.IsTold(entry, TelemetrySchema.Telemetry20220701))));
    }

    [Fact]
    public void Records_of_the_Logs_API_are_as_they_were()
    {
        Assert.Equal(
            $$$"""[{"time":"{{{Time}}}","type":"platform.fault","record":"RequestId: r Error: Runtime exited with error: signal: killed\nRuntime.OutOfMemory"},{"time":"{{{Time}}}","type":"platform.runtimeDone","record":{"requestId":"r","status":"failure"}},{"time":"{{{Time}}}","type":"platform.end","record":{"requestId":"r"}},{"time":"{{{Time}}}","type":"platform.logsSubscription","record":{"name":"x","state":"Subscribed","types":["platform","function"]}}]""",
            Text(TelemetryJson.WriteArray(
                [
                    Subscriptions.Event(new PlatformFault("r", FunctionFault.OutOfMemory)), Subscriptions.Event(Failed), Subscriptions.Event(new PlatformEnd("r")),
                    Subscriptions.Event(new PlatformSubscription("x", TelemetryTypes.Platform | TelemetryTypes.Function, IsOfLogsApi: true)),
                ],
                TelemetrySchema.Logs20210318)));
    }

    [Fact]
    public void Subscriptions_and_losses_have_their_records_and_the_former_a_line()
    {
        var told = new PlatformSubscription("x", TelemetryTypes.Platform | TelemetryTypes.Extension, IsOfLogsApi: false);

        Assert.Equal("TELEMETRY\tName: x\tState: Subscribed\tTypes: [Platform, Extension]", told.ToText(default));
        Assert.Equal(
            $$$"""[{"time":"{{{Time}}}","type":"platform.telemetrySubscription","record":{"name":"x","state":"Subscribed","types":["platform","extension"]}},{"time":"{{{Time}}}","type":"platform.logsDropped","record":{"reason":"why","droppedRecords":1,"droppedBytes":2}}]""",
            Text(TelemetryJson.WriteArray(
                [Subscriptions.Event(told), Subscriptions.Event(new PlatformLogsDropped("why", 1, 2))], TelemetrySchema.Telemetry20220701)));
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
