using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Goldcrest.SystemTests.Runtimes;

/// <summary>What the log says, byte for byte but for the time. Source: docs/contracts/runtimes.md.</summary>
public sealed class RuntimeLogTests
{
    private const int MessageLimitBytes = 262_118;
    private static readonly Regex Time = new(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", RegexOptions.CultureInvariant);
    private static readonly Regex RubyTime = new(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6} #\d+", RegexOptions.CultureInvariant);
    private static readonly Regex StackTrace = new("""("stackTrace": ?\[)(?:"(?:\\.|[^"\\])*",? ?)*""", RegexOptions.CultureInvariant);

    [Theory]
    [InlineData("nodejs", "lines.levels", "TIME\tundefined\tINFO\toutside an invocation\nTIME\trequest-1\tTRACE\tt\nTIME\trequest-1\tDEBUG\td\nTIME\trequest-1\tINFO\ti\nTIME\trequest-1\tINFO\tl text 1\nTIME\trequest-1\tWARN\tw\nTIME\trequest-1\tERROR\te\n")]
    [InlineData("nodejs", "lines.lines", "TIME\tundefined\tINFO\toutside an invocation\nTIME\trequest-1\tINFO\tone\rtwo { three: 3 }\n")]
    [InlineData("nodejs", "lines.plain", "TIME\tundefined\tINFO\toutside an invocation\nplain\n")]
    [InlineData("python", "lines.levels", "[ERROR]\tTIME\t\toutside an invocation\n[WARNING]\tTIME\trequest-1\tw 1\n[ERROR]\tTIME\trequest-1\te\n[CRITICAL]\tTIME\trequest-1\tc\n")]
    [InlineData("python", "lines.printed", "[ERROR]\tTIME\t\toutside an invocation\none\ntwo\n")]
    [InlineData("python", "lines.from_context", "[ERROR]\tTIME\t\toutside an invocation\nthrough the context")]
    [InlineData("ruby", "lines.levels", "E, [TIME] ERROR  -- : outside an invocation\nD, [TIME] DEBUG request-1 -- : d\nI, [TIME]  INFO request-1 -- : i\nW, [TIME]  WARN request-1 -- : w 1\nE, [TIME] ERROR request-1 -- : e\nF, [TIME] FATAL request-1 -- : c\n")]
    [InlineData("ruby", "lines.put", "E, [TIME] ERROR  -- : outside an invocation\none\ntwo\n")]
    [InlineData("dotnet", "Fixtures::Fixtures.Lines::Levels", "TIME\t\toutside an invocation\nTIME\trequest-1\tinfo\ti\nTIME\trequest-1\twarn\tw 1\nTIME\trequest-1\tfail\te\nTIME\trequest-1\tcrit\tc\n")]
    [InlineData("dotnet", "Fixtures::Fixtures.Lines::Printed", "TIME\t\toutside an invocation\nplain\n")]
    [InlineData("java", "fixtures.Lines::levels", "[ERROR] outside an invocation\n[TRACE] t\n[DEBUG] d\n[INFO] i\n[WARN] w 1\n[ERROR] e\n[FATAL] c\n")]
    [InlineData("java", "fixtures.Lines::printed", "[ERROR] outside an invocation\né one\ntwo\n")]
    public async Task Text_goes_to_standard_output(string language, string handler, string expected)
    {
        var run = await RuntimeRun.StartAsync(new RuntimeSetup(language, handler), new RuntimeEvent("{}"));

        Assert.Equal(expected, WithoutTimes(run.Output));
    }

    [Theory]
    [InlineData("nodejs", "lines.lines", "TIME\trequest-1\tINFO\tone\ntwo { three: 3 }\n")]
    [InlineData("python", "lines.lines", "[WARNING]\tTIME\trequest-1\tone\ntwo\n")]
    [InlineData("python", "lines.from_context", "through the context")]
    [InlineData("python", "answers.raises", "[ERROR] ValueError: raised\nTraceback (most recent call last):\n\u00a0\u00a0File \"{task}/answers.py\", line 24, in raises\n\u00a0\u00a0\u00a0\u00a0raise ValueError(\"raised\")")]
    [InlineData("ruby", "lines.lines", "W, [TIME]  WARN request-1 -- : one\ntwo\n")]
    [InlineData("ruby", "lines.put", "one\ntwo")]
    [InlineData("ruby", "answers.raises", "{\n  \"errorMessage\": \"raised\",\n  \"errorType\": \"Function<ArgumentError>\",\n  \"stackTrace\": [\n    \"{task}/answers.rb:16:in `raises'\"\n  ]\n}")]
    [InlineData("dotnet", "Fixtures::Fixtures.Lines::Multi", "TIME\trequest-1\tinfo\tone\ntwo")]
    [InlineData("java", "fixtures.Lines::multi", "one\ntwo")]
    [InlineData("java", "fixtures.Answers::raises", "raised: java.lang.IllegalStateException\njava.lang.IllegalStateException: raised\n\tat fixtures.Answers.raises(Answers.java:104)\n\n")]
    public async Task An_event_of_more_lines_is_one_frame(string language, string handler, string expected)
    {
        var setup = new RuntimeSetup(language, handler) { HasFrames = true };
        var run = await RuntimeRun.StartAsync(setup, new RuntimeEvent("{}"));

        var frame = run.Frames[^1];
        Assert.Equal(setup.Expand(expected), WithoutTimes(frame.Message));
        Assert.Equal(LogFrame.Text, frame.Type);
        Assert.Equal(DateTimeOffset.UtcNow, frame.Time, TimeSpan.FromMinutes(1));
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("nodejs", "lines.object", """{"timestamp":"TIME","level":"INFO","requestId":"request-1","message":{"answer":42}}""")]
    [InlineData("nodejs", "lines.error", """{"timestamp":"TIME","level":"ERROR","requestId":"request-1","message":"it broke Error: broken...","errorType":"Error","errorMessage":"broken","stackTrace":[]}""")]
    [InlineData("nodejs", "answers.throws", """{"timestamp":"TIME","level":"ERROR","requestId":"request-1","message":{"errorType":"TypeError","errorMessage":"thrown","stackTrace":[]}}""")]
    [InlineData("python", "lines.lines", """{"timestamp": "TIME", "level": "WARNING", "message": "one\ntwo", "logger": "root", "requestId": "request-1"}""")]
    [InlineData("python", "lines.extra", """{"timestamp": "TIME", "level": "WARNING", "message": "with more", "logger": "mine", "requestId": "request-1", "order": 7}""")]
    [InlineData("python", "lines.exception", """{"timestamp": "TIME", "level": "ERROR", "message": "it broke", "logger": "root", "stackTrace": [], "errorType": "ValueError", "errorMessage": "caught", "requestId": "request-1", "location": "{task}/lines.py:exception:24"}""")]
    [InlineData("python", "answers.raises", """{"timestamp": "TIME", "level": "ERROR", "errorMessage": "raised", "errorType": "ValueError", "requestId": "request-1", "stackTrace": []}""")]
    [InlineData("ruby", "lines.lines", """{"timestamp":"TIME","level":"WARN","message":"one\ntwo","requestId":"request-1"}""")]
    [InlineData("ruby", "lines.named", """{"timestamp":"TIME","level":"WARN","message":"with more","logger":"mine","requestId":"request-1"}""")]
    [InlineData("ruby", "lines.exception", """{"timestamp":"TIME","level":"ERROR","message":"caught","requestId":"request-1","errorType":"RuntimeError","errorMessage":"caught","stackTrace":[]}""")]
    [InlineData("ruby", "answers.raises", """{"timestamp":"TIME","level":"ERROR","message":"Error raised from handler method","requestId":"request-1","errorMessage":"raised","errorType":"Function<ArgumentError>","stackTrace":[]}""")]
    [InlineData("dotnet", "Fixtures::Fixtures.Lines::Multi", """{"timestamp":"TIME","level":"Information","requestId":"request-1","message":"one\ntwo"}""")]
    [InlineData("dotnet", "Fixtures::Fixtures.Lines::Named", """{"timestamp":"TIME","level":"Warning","requestId":"request-1","message":"7 of 1.50","order":7,"price":"1.50"}""")]
    [InlineData("dotnet", "Fixtures::Fixtures.Lines::Caught", """{"timestamp":"TIME","level":"Error","requestId":"request-1","message":"it broke","errorType":"System.InvalidOperationException","errorMessage":"caught","stackTrace":[]}""")]
    [InlineData("dotnet", "Fixtures::Fixtures.Answers::Throws", """{"timestamp":"TIME","level":"Error","requestId":"request-1","message":"","errorType":"System.InvalidOperationException","errorMessage":"thrown","stackTrace":[]}""")]
    [InlineData("java", "fixtures.Lines::multi", """{"timestamp":"TIME","level":"UNDEFINED","message":"one\ntwo","AWSRequestId":"request-1"}""")]
    [InlineData("java", "fixtures.Answers::raises", """{"timestamp":"TIME","level":"ERROR","message":"raised: java.lang.IllegalStateException\njava.lang.IllegalStateException: raised\n\tat fixtures.Answers.raises(Answers.java:104)\n\n","AWSRequestId":"request-1"}""")]
    public async Task Json_is_one_object_a_frame(string language, string handler, string expected)
    {
        var setup = new RuntimeSetup(language, handler) { HasFrames = true, Environment = Json("INFO") };
        var run = await RuntimeRun.StartAsync(setup, new RuntimeEvent("{}"));

        var frame = run.Frames[^1];
        using var parsed = JsonDocument.Parse(frame.Message);
        var shown = StackTrace.Replace(Time.Replace(frame.Message, "TIME"), "$1");
        Assert.Equal(setup.Expand(expected), Regex.Replace(shown, "Error: broken[^\"]*", "Error: broken..."));
        Assert.Equal(LogFrame.Json, frame.Type);
    }

    [Theory]
    [InlineData("nodejs", "TRACE", "outside an invocation t d i l+text+1 w e")]
    [InlineData("nodejs", "INFO", "outside an invocation i l+text+1 w e")]
    [InlineData("nodejs", "ERROR", "e")]
    [InlineData("python", "TRACE", "outside an invocation d i w+1 e c")]
    [InlineData("python", "INFO", "outside an invocation i w+1 e c")]
    [InlineData("python", "FATAL", "c")]
    [InlineData("ruby", "TRACE", "outside an invocation d i w+1 e c")]
    [InlineData("ruby", "WARN", "outside an invocation w+1 e c")]
    [InlineData("ruby", "FATAL", "c")]
    [InlineData("dotnet", "TRACE", "outside an invocation t d i w+1 e c")]
    [InlineData("dotnet", "INFO", "outside an invocation i w+1 e c")]
    [InlineData("dotnet", "FATAL", "outside an invocation c")]
    [InlineData("java", "TRACE", "outside an invocation t d i w+1 e c")]
    [InlineData("java", "WARN", "outside an invocation w+1 e c")]
    [InlineData("java", "FATAL", "c")]
    public async Task The_level_decides_what_is_logged(string language, string level, string expected)
    {
        var setup = RuntimeSetup.For(language, "lines.levels") with { Environment = Json(level) };
        var run = await RuntimeRun.StartAsync(setup, new RuntimeEvent("{}"));

        var messages = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            using var parsed = JsonDocument.Parse(line);
            var message = parsed.RootElement.GetProperty("message").GetString()!.TrimEnd('\n');
            return message.StartsWith("outside", StringComparison.Ordinal) ? message : message.Replace(' ', '+');
        });
        Assert.Equal(expected, string.Join(' ', messages));
    }

    [Theory]
    [InlineData("nodejs")]
    [InlineData("python")]
    [InlineData("ruby")]
    [InlineData("dotnet")]
    [InlineData("java")]
    public async Task A_message_is_cut_between_two_characters(string language)
    {
        var setup = RuntimeSetup.For(language, "lines.long") with { HasFrames = true };
        var run = await RuntimeRun.StartAsync(setup, new RuntimeEvent("{}"));

        var frame = run.Frames[^1];
        Assert.InRange(frame.LengthBytes, MessageLimitBytes - 1, MessageLimitBytes);
        Assert.Equal(frame.LengthBytes, Encoding.UTF8.GetByteCount(frame.Message));
        Assert.DoesNotContain('\ufffd', frame.Message);
    }

    [Theory]
    [InlineData("nodejs")]
    [InlineData("python")]
    [InlineData("ruby")]
    [InlineData("dotnet")]
    [InlineData("java")]
    public async Task Frames_survive_a_full_pipe(string language)
    {
        var setup = RuntimeSetup.For(language, "lines.many") with { HasFrames = true, HasSlowReader = true };
        var run = await RuntimeRun.StartAsync(setup, new RuntimeEvent("{}"));

        Assert.Single(run.Posts);
        Assert.Equal(
            Enumerable.Range(0, 200).Select(i => $"{i} {new string('x', 5_000)}"),
            run.Frames.Skip(1).Select(frame => frame.Message.Trim('\n').Split('\t')[^1].Split(" -- : ")[^1]));
    }

    private static string WithoutTimes(string text) => Time.Replace(RubyTime.Replace(text, "TIME"), "TIME");

    private static Dictionary<string, string> Json(string level) =>
        new() { ["AWS_LAMBDA_LOG_FORMAT"] = "JSON", ["AWS_LAMBDA_LOG_LEVEL"] = level };
}
