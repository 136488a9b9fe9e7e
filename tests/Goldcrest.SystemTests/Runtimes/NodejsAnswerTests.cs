using System.Text.Json;
using Xunit;

namespace Goldcrest.SystemTests.Runtimes;

/// <summary>What callers get from Node.js handlers. Source: docs/contracts/runtimes.md.</summary>
public sealed class NodejsAnswerTests
{
    [Theory]
    [InlineData("answers.echo", """{"a":[1,"é"]}""", """{"a":[1,"é"]}""")]
    [InlineData("answers.sync", "{}", "null")]
    [InlineData("answers.nothing", "{}", "null")]
    [InlineData("answers.callback", "{}", """{"from":"callback"}""")]
    [InlineData("answers.callbackLate", "{}", """{"late":true}""")]
    [InlineData("answers.callbackAtOnce", "{}", """{"late":false}""")]
    [InlineData("answers.twice", "{}", "1")]
    [InlineData("answers.succeed", "{}", "\"succeeded\"")]
    [InlineData("answers.done", "{}", "\"done\"")]
    [InlineData("answers.thenable", "{}", "\"thenable\"")]
    [InlineData("answers.inner.object.handler", "{}", "\"nested\"")]
    [InlineData("nested/index.handler", "{}", "\"from a folder\"")]
    [InlineData("esm.handler", "{}", "\"an ES module\"")]
    [InlineData("common.handler", "{}", "\"CommonJS\"")]
    [InlineData("esm-js/index.handler", "{}", "\"ES by package.json\"")]
    [InlineData("answers.surrogate", "{}", "\"\\ud800\"")]
    [InlineData("answers.unicode", "{}", "\"æ漢😀\"")]
    [InlineData("answers.echo", "\"\\ud800\"", "\"\\ud800\"")]
    [InlineData("answers.infinite", "1e400", """{"isInfinite":true}""")]
    public async Task A_handler_answers(string handler, string eventJson, string expected)
    {
        var run = await RuntimeRun.StartAsync(new RuntimeSetup("nodejs", handler), new RuntimeEvent(eventJson));

        var post = Assert.Single(run.Posts);
        Assert.Equal("invocation/request-1/response", post.Path);
        Assert.Equal(expected, post.Text);
    }

    [Theory]
    [InlineData("answers.callbackError", "RangeError", "through the callback")]
    [InlineData("answers.fail", "Error", "failed")]
    [InlineData("answers.throws", "TypeError", "thrown")]
    [InlineData("answers.circular", "Error", "Unable to stringify response body")]
    [InlineData("answers.bigint", "Error", "Unable to stringify response body")]
    public async Task An_error_is_reported_and_the_next_event_is_served(string handler, string type, string message)
    {
        var setup = new RuntimeSetup("nodejs", handler);
        var run = await RuntimeRun.StartAsync(setup, new RuntimeEvent("{}"), new RuntimeEvent("{}"));

        Assert.Null(run.ExitCode);
        Assert.Equal(["invocation/request-1/error", "invocation/request-2/error"], run.Posts.Select(post => post.Path));
        Assert.Equal(type, run.Posts[0].ErrorType);
        Assert.StartsWith(
            $$"""{"errorType":"{{type}}","errorMessage":"{{message}}","trace":["{{type}}: {{message}}","    at """, run.Posts[0].Text);
        Assert.Contains($"\trequest-1\tERROR\tInvoke Error \t{{\"errorType\":\"{type}\",\"errorMessage\":\"{message}\"", run.Output);
    }

    [Theory]
    [InlineData("answers.throwsText", """{"errorType":"string","errorMessage":"only text","trace":[]}""")]
    [InlineData("answers.callbackText", """{"errorType":"string","errorMessage":"just text","trace":[]}""")]
    [InlineData("answers.throwsNull", """{"errorType":"string","errorMessage":"handled","trace":[]}""")]
    public async Task What_is_thrown_need_not_be_an_error(string handler, string expected)
    {
        var run = await RuntimeRun.StartAsync(new RuntimeSetup("nodejs", handler), new RuntimeEvent("{}"));

        Assert.Equal(expected, Assert.Single(run.Posts).Text);
    }

    [Theory]
    [InlineData("answers.missing", "Runtime.HandlerNotFound", "answers.missing is undefined or not exported")]
    [InlineData("answers.notAFunction", "Runtime.HandlerNotFound", "answers.notAFunction is not a function")]
    [InlineData("answers", "Runtime.MalformedHandlerName", "Bad handler")]
    [InlineData("../answers.echo", "Runtime.MalformedHandlerName", "'../answers.echo' is not a valid handler name. Use absolute paths when specifying root directories in handler names.")]
    [InlineData("nowhere.handler", "Runtime.ImportModuleError", "Error: Cannot find module 'nowhere'\nRequire stack:\n- {runtime}/index.mjs")]
    [InlineData("missing-import.handler", "Runtime.ImportModuleError", "Error: Cannot find module 'no-such-package'\nRequire stack:\n- {task}/missing-import.js")]
    [InlineData("missing-import-esm.handler", "Error", "Cannot find package 'no-such-package' imported from {task}/missing-import-esm.mjs")]
    [InlineData("bad-syntax.handler", "Runtime.UserCodeSyntaxError", "SyntaxError: Unexpected end of input")]
    [InlineData("throws-on-load.handler", "Error", "while loading")]
    public async Task A_handler_that_cannot_be_loaded_ends_the_runtime(string handler, string type, string message)
    {
        var setup = new RuntimeSetup("nodejs", handler);
        var run = await RuntimeRun.StartAsync(setup, new RuntimeEvent("{}"));

        var post = Assert.Single(run.Posts);
        using var body = JsonDocument.Parse(post.Body);
        Assert.Equal(129, run.ExitCode);
        Assert.Equal("init/error", post.Path);
        Assert.Equal(type, post.ErrorType);
        Assert.Equal(type, body.RootElement.GetProperty("errorType").GetString());
        Assert.StartsWith(setup.Expand(message), body.RootElement.GetProperty("errorMessage").GetString());
        Assert.Contains("\tundefined\tERROR\tUncaught Exception \t{\"errorType\":\"" + type, run.Output);
    }

    [Theory]
    [InlineData("answers.uncaught", 129, "Error", "uncaught", "Uncaught Exception")]
    [InlineData("answers.rejected", 128, "Runtime.UnhandledPromiseRejection", "Error: rejected", "Unhandled Promise Rejection")]
    public async Task What_nobody_catches_ends_the_runtime(string handler, int exitCode, string type, string message, string title)
    {
        // The handler keeps the loop busy, or answers only later: either way the failure comes first.
        var run = await RuntimeRun.StartAsync(new RuntimeSetup("nodejs", handler), new RuntimeEvent("{}"));

        var post = Assert.Single(run.Posts);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal("invocation/request-1/error", post.Path);
        Assert.StartsWith($$"""{"errorType":"{{type}}","errorMessage":"{{message}}","trace":[""", post.Text);
        Assert.Contains($"\trequest-1\tERROR\t{title} \t{{\"errorType\":\"{type}\"", run.Output);
    }

    [Theory]
    [InlineData("answers.exit", 7)]
    [InlineData("exits-on-load.handler", 5)]
    [InlineData("awaits-forever.handler", 13)]
    public async Task A_handler_that_exits_answers_nothing(string handler, int exitCode)
    {
        var run = await RuntimeRun.StartAsync(new RuntimeSetup("nodejs", handler), new RuntimeEvent("{}"));

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Empty(run.Posts);
    }

    [Fact]
    public async Task A_promise_that_can_never_settle_is_an_error()
    {
        var run = await RuntimeRun.StartAsync(new RuntimeSetup("nodejs", "answers.never"), new RuntimeEvent("{}"));

        var post = Assert.Single(run.Posts);
        Assert.Null(run.ExitCode);
        Assert.Equal("Runtime.NodeJsExit", post.ErrorType);
    }

    [Fact]
    public async Task The_context_is_complete()
    {
        var run = await RuntimeRun.StartAsync(
            new RuntimeSetup("nodejs", "answers.context"), new RuntimeEvent("{}") { Headers = SharedCases.AllHeaders });

        Assert.Equal(
            """
            {"functionVersion":"$LATEST","functionName":"fixture","memoryLimitInMB":"128","logGroupName":"/aws/lambda/fixture","logStreamName":"stream","clientContext":{"client":{"app_title":"app"},"custom":{"k":"v"},"env":{"e":"1"}},"identity":{"cognitoIdentityId":"id","cognitoIdentityPoolId":"pool"},"invokedFunctionArn":"arn:aws:lambda:eu-west-1:123456789012:function:fixture","awsRequestId":"request-1","tenantId":"tenant","callbackWaitsForEmptyEventLoop":true,"remaining":true}
            """,
            Assert.Single(run.Posts).Text);
    }

    [Theory]
    [InlineData("answers.sync", "\"ignored\"")]
    [InlineData("answers.echo", "{}")]
    [InlineData("answers.nothing", "null")]
    [InlineData("answers.thenable", "\"thenable\"")]
    [InlineData("default-export.handler", "\"of the default export\"")]
    [InlineData("answers.newContext", """{"members":["functionVersion","functionName","memoryLimitInMB","logGroupName","logStreamName","clientContext","identity","invokedFunctionArn","awsRequestId","tenantId","getRemainingTimeInMillis"],"arguments":2}""")]
    public async Task From_24_on_the_answer_is_what_the_handler_returns(string handler, string expected)
    {
        var run = await RuntimeRun.StartAsync(ForNode24(handler), new RuntimeEvent("{}"));

        var post = Assert.Single(run.Posts);
        Assert.Equal("invocation/request-1/response", post.Path);
        Assert.Equal(expected, post.Text);
    }

    [Theory]
    [InlineData("answers.throws", "TypeError")]
    [InlineData("answers.circular", "Error")]
    [InlineData("answers.never", "Runtime.NodeJsExit")]
    [InlineData("answers.succeed", "TypeError")]
    public async Task From_24_on_failures_are_reported_and_the_next_event_is_served(string handler, string type)
    {
        var run = await RuntimeRun.StartAsync(ForNode24(handler), new RuntimeEvent("{}"), new RuntimeEvent("{}"));

        Assert.Null(run.ExitCode);
        Assert.Equal(["invocation/request-1/error", "invocation/request-2/error"], run.Posts.Select(post => post.Path));
        Assert.Equal(type, run.Posts[0].ErrorType);
    }

    [Fact]
    public async Task From_24_on_a_handler_that_takes_a_callback_is_refused()
    {
        var run = await RuntimeRun.StartAsync(ForNode24("answers.callback"), new RuntimeEvent("{}"));

        var post = Assert.Single(run.Posts);
        Assert.Equal(129, run.ExitCode);
        Assert.Equal("init/error", post.Path);
        Assert.Equal("Runtime.CallbackHandlerDeprecated", post.ErrorType);
        Assert.Contains("has removed support for callback-based function handlers starting with Node.js 24", post.Text);
    }

    [Fact]
    public async Task Before_24_the_default_export_is_not_looked_into()
    {
        var run = await RuntimeRun.StartAsync(new RuntimeSetup("nodejs", "default-export.handler"), new RuntimeEvent("{}"));

        Assert.Equal("Runtime.HandlerNotFound", Assert.Single(run.Posts).ErrorType);
    }

    private static RuntimeSetup ForNode24(string handler) => new("nodejs", handler)
    {
        Environment = new Dictionary<string, string> { ["AWS_EXECUTION_ENV"] = "AWS_Lambda_nodejs24.x" },
    };
}
