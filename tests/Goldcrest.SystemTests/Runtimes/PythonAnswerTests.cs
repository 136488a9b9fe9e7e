using System.Text.Json;
using Xunit;

namespace Goldcrest.SystemTests.Runtimes;

/// <summary>What callers get from Python handlers. Source: docs/contracts/runtimes.md.</summary>
public sealed class PythonAnswerTests
{
    private static readonly Dictionary<string, string> Python312 = new() { ["AWS_EXECUTION_ENV"] = "AWS_Lambda_python3.12" };
    private static readonly Dictionary<string, string> Python311 = new() { ["AWS_EXECUTION_ENV"] = "AWS_Lambda_python3.11" };

    [Theory]
    [InlineData("answers.echo", """{"a":[1,"é", -1.5e3, true]}""", """{"a": [1, "é", -1500.0, true]}""")]
    [InlineData("answers.echo", " 7\n", "7")]
    [InlineData("answers.nothing", "{}", "null")]
    [InlineData("answers.odd", "{}", """{"decimal": 1.10, "point": {"x": 1, "y": [NaN]}, "text": "bytes", "tuple": [1, 2]}""")]
    [InlineData("nested.app.handler", "{}", "\"from a package\"")]
    [InlineData("nested/app.handler", "{}", "\"from a package\"")]
    [InlineData("shadowed.handler", "{}", "true")]
    [InlineData("answers.unicode", "{}", "\"æ漢😀\"")]
    [InlineData("answers.infinite", "1e400", "true")]
    [InlineData("answers.echo", "1e400", "Infinity")]
    public async Task A_handler_answers(string handler, string eventJson, string expected)
    {
        var setup = new RuntimeSetup("python", handler) { Environment = Python312 };
        var run = await RuntimeRun.StartAsync(setup, new RuntimeEvent(eventJson));

        var post = Assert.Single(run.Posts);
        Assert.Equal("invocation/request-1/response", post.Path);
        Assert.Equal(expected, post.Text);
    }

    [Fact]
    public async Task Results_are_ascii_up_to_python_3_11()
    {
        var setup = new RuntimeSetup("python", "answers.unicode") { Environment = Python311 };
        var run = await RuntimeRun.StartAsync(setup, new RuntimeEvent("{}"));

        Assert.Equal("\"\\u00e6\\u6f22\\ud83d\\ude00\"", Assert.Single(run.Posts).Text);
    }

    [Fact]
    public async Task Bytes_are_answered_as_they_are()
    {
        var run = await RuntimeRun.StartAsync(new RuntimeSetup("python", "answers.bytes_result"), new RuntimeEvent("{}"));

        Assert.Equal([0x00, 0xff], Assert.Single(run.Posts).Body);
    }

    [Theory]
    [InlineData("answers.raises", "ValueError", "raised", "  File \"{task}/answers.py\", line 24, in raises\n    raise ValueError(\"raised\")\n")]
    [InlineData("answers.raises_lines", "KeyError", "'one\\ntwo'", "  File \"{task}/answers.py\", line 28, in raises_lines\n    raise KeyError(\"one\\ntwo\")\n")]
    [InlineData("answers.raises_deep", "KeyError", "'missing'", "  File \"{task}/answers.py\", line 35, in raises_deep\n    return inner()\n")]
    [InlineData("answers.set_result", "Runtime.MarshalError", "Unable to marshal response: Object of type set is not JSON serializable", null)]
    [InlineData("answers.circular", "Runtime.MarshalError", "Unable to marshal response: Circular reference detected", null)]
    [InlineData("answers.surrogate", "Runtime.MarshalError", "Unable to marshal response: 'utf-8' codec can't encode character '\\ud800' in position 1: surrogates not allowed", null)]
    public async Task An_error_is_reported_and_the_next_event_is_served(string handler, string type, string message, string? firstFrame)
    {
        var setup = new RuntimeSetup("python", handler) { Environment = Python312 };
        var run = await RuntimeRun.StartAsync(setup, new RuntimeEvent("{}"), new RuntimeEvent("{}"));

        Assert.Null(run.ExitCode);
        Assert.Equal(["invocation/request-1/error", "invocation/request-2/error"], run.Posts.Select(post => post.Path));
        Assert.Equal(type, run.Posts[0].ErrorType);
        using var body = JsonDocument.Parse(run.Posts[0].Body);
        Assert.Equal(
            ["errorMessage", "errorType", "requestId", "stackTrace"], body.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(message, body.RootElement.GetProperty("errorMessage").GetString());
        Assert.Equal(type, body.RootElement.GetProperty("errorType").GetString());
        Assert.Equal("request-1", body.RootElement.GetProperty("requestId").GetString());
        var frames = body.RootElement.GetProperty("stackTrace").EnumerateArray().Select(frame => frame.GetString());
        Assert.Equal(firstFrame is null ? null : setup.Expand(firstFrame), frames.FirstOrDefault());
        Assert.StartsWith($"[ERROR] {type}: {message}\rTraceback (most recent call last):", run.Output);
    }

    [Theory]
    [InlineData("answers.missing", "Runtime.HandlerNotFound", "Handler 'missing' missing on module 'answers'")]
    [InlineData("answers", "Runtime.MalformedHandlerName", "Bad handler 'answers': not enough values to unpack (expected 2, got 1)")]
    [InlineData("sys.exit", "Runtime.BuiltInModuleConflict", "Cannot use built-in module sys as a handler module")]
    [InlineData("nowhere.handler", "Runtime.ImportModuleError", "Unable to import module 'nowhere': No module named 'nowhere'")]
    [InlineData("missing_import.handler", "Runtime.ImportModuleError", "Unable to import module 'missing_import': No module named 'no_such_package'")]
    [InlineData("bad_syntax.handler", "Runtime.UserCodeSyntaxError", "Syntax error in module 'bad_syntax': expected ':' (bad_syntax.py, line 1)")]
    [InlineData("raises_on_load.handler", "RuntimeError", "while loading")]
    public async Task A_handler_that_cannot_be_loaded_ends_the_runtime(string handler, string type, string message)
    {
        var run = await RuntimeRun.StartAsync(new RuntimeSetup("python", handler), new RuntimeEvent("{}"));

        var post = Assert.Single(run.Posts);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("init/error", post.Path);
        Assert.Equal(type, post.ErrorType);
        Assert.StartsWith(
            $$"""{"errorMessage": "{{message}}", "errorType": "{{type}}", "requestId": "", "stackTrace": [""", post.Text);
        Assert.Matches(@"^\[WARNING\]\t\S+Z\t\tLAMBDA_WARNING: Unhandled exception\. .*/runtimes-update\.html\n", run.Output);
        Assert.Contains($"\n[ERROR] {type}: {message}\rTraceback (most recent call last):", run.Output);
    }

    [Fact]
    public async Task A_syntax_error_says_where()
    {
        var setup = new RuntimeSetup("python", "bad_syntax.handler");
        var run = await RuntimeRun.StartAsync(setup, new RuntimeEvent("{}"));

        using var body = JsonDocument.Parse(Assert.Single(run.Posts).Body);
        Assert.Equal(
            $"  File \"{setup.TaskRoot}/bad_syntax.py\" Line 1\n    def handler(event, context) return 1\n",
            body.RootElement.GetProperty("stackTrace")[0].GetString());
    }

    [Theory]
    [InlineData("answers.exit_handler", 3, "")]
    [InlineData("answers.exit_hard", 4, "last words")]
    [InlineData("answers.interrupted", 130, "")]
    [InlineData("exits_on_load.handler", 5, "")]
    public async Task A_handler_that_exits_answers_nothing(string handler, int exitCode, string output)
    {
        var run = await RuntimeRun.StartAsync(new RuntimeSetup("python", handler), new RuntimeEvent("{}"));

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Empty(run.Posts);
        Assert.Equal(output, run.Output);
    }

    [Fact]
    public async Task The_context_is_complete()
    {
        var run = await RuntimeRun.StartAsync(
            new RuntimeSetup("python", "answers.context"), new RuntimeEvent("{}") { Headers = SharedCases.AllHeaders });

        Assert.Equal(
            """
            {"aws_request_id": "request-1", "function_name": "fixture", "function_version": "$LATEST", "invoked_function_arn": "arn:aws:lambda:eu-west-1:123456789012:function:fixture", "memory_limit_in_mb": "128", "log_group_name": "/aws/lambda/fixture", "log_stream_name": "stream", "tenant_id": "tenant", "identity": ["id", "pool"], "client": ["app", {"k": "v"}, {"e": "1"}], "remaining": true}
            """,
            Assert.Single(run.Posts).Text);
    }
}
