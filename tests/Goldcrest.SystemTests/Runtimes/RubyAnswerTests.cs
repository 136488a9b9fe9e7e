using System.Text.Json;
using Xunit;

namespace Goldcrest.SystemTests.Runtimes;

/// <summary>What callers get from Ruby handlers. Source: docs/contracts/runtimes.md.</summary>
public sealed class RubyAnswerTests
{
    [Theory]
    [InlineData("answers.echo", """{"a":[1,"é", -1.5e3, true]}""", """{"a":[1,"é",-1500.0,true]}""")]
    [InlineData("answers.echo", " 7\n", "7")]
    [InlineData("answers.nothing", "{}", "null")]
    [InlineData("answers.Till.handler", "{}", "\"from a class\"")]
    [InlineData("answers.Shop::Counter.handler", "{}", "\"from a class\"")]
    [InlineData("nested/app.handler", "{}", "\"from a folder\"")]
    [InlineData("answers.unicode", "{}", "\"æ漢😀\"")]
    [InlineData("answers.late", "{}", """["/b","Logger","Net::HTTP",true]""")]
    public async Task A_handler_answers(string handler, string eventJson, string expected)
    {
        var run = await RuntimeRun.StartAsync(new RuntimeSetup("ruby", handler), new RuntimeEvent(eventJson));

        var post = Assert.Single(run.Posts);
        Assert.Equal("invocation/request-1/response", post.Path);
        Assert.Equal(expected, post.Text);
    }

    [Fact]
    public async Task A_stream_is_answered_as_it_is()
    {
        var run = await RuntimeRun.StartAsync(new RuntimeSetup("ruby", "answers.stream_result"), new RuntimeEvent("{}"));

        Assert.Equal([0x00, 0xff], Assert.Single(run.Posts).Body);
    }

    [Fact]
    public async Task Gems_are_looked_for_in_the_function_and_in_layers()
    {
        var setup = new RuntimeSetup("ruby", "answers.gem_paths")
        {
            Environment = new Dictionary<string, string> { ["AWS_EXECUTION_ENV"] = "AWS_Lambda_ruby3.3" },
        };
        var run = await RuntimeRun.StartAsync(setup, new RuntimeEvent("{}"));

        Assert.StartsWith(
            setup.Expand("""{"gems":["{task}/vendor/bundle/ruby/3.3.0","/opt/ruby/gems/3.3.0","""), Assert.Single(run.Posts).Text);
        Assert.EndsWith(setup.Expand("""],"lib":["{task}","/opt/ruby/lib"],"first":true}"""), run.Posts[0].Text);
    }

    [Theory]
    [InlineData("answers.raises", "Function<ArgumentError>", "Function<ArgumentError>", "raised", "{task}/answers.rb:16:in `raises'")]
    [InlineData("answers.raises_own", "Function<UserException>", "Function<Shop::SoldOut>", "sold out", "{task}/answers.rb:20:in `raises_own'")]
    [InlineData("answers.raises_deep", "Function<UserException>", "Function<KeyError>", "key not found: :missing", "{task}/answers.rb:24:in `fetch'")]
    [InlineData("answers.circular", "Function<UserException>", "Function<JSON::NestingError>", "nesting of 100 is too deep", null)]
    public async Task An_error_is_reported_and_the_next_event_is_served(
        string handler, string platformType, string type, string message, string? firstFrame)
    {
        var setup = new RuntimeSetup("ruby", handler);
        var run = await RuntimeRun.StartAsync(setup, new RuntimeEvent("{}"), new RuntimeEvent("{}"));

        Assert.Null(run.ExitCode);
        Assert.Equal(["invocation/request-1/error", "invocation/request-2/error"], run.Posts.Select(post => post.Path));
        Assert.Equal(platformType, run.Posts[0].ErrorType);
        AssertError(run.Posts[0], type, message, firstFrame is null ? null : setup.Expand(firstFrame));
        Assert.StartsWith($"Error raised from handler method\n{{\n  \"errorMessage\": \"{message}\",\n", run.Output);
    }

    [Theory]
    [InlineData("answers.mistypes", "Function<NoMethodError>", "Function<NoMethodError>", "undefined method `no_such_method'")]
    [InlineData("answers.missing", "Function<NoMethodError>", "Function<NoMethodError>", "undefined method `missing' for #<LambdaHandler:")]
    [InlineData("answers.Nowhere.handler", "Function<NameError>", "Function<NameError>", "uninitialized constant Kernel::Nowhere")]
    [InlineData("answers.out_of_standard", "Function<UserException>", "Function<NotImplementedError>", "not now")]
    [InlineData("answers.exit_handler", "Function<SystemExit>", "Function<SystemExit>", "exit")]
    public async Task What_is_no_standard_error_is_reported_and_ends_the_runtime(string handler, string platformType, string type, string message)
    {
        var run = await RuntimeRun.StartAsync(new RuntimeSetup("ruby", handler), new RuntimeEvent("{}"), new RuntimeEvent("{}"));

        var post = Assert.Single(run.Posts);
        Assert.Equal(255, run.ExitCode);
        Assert.Equal("invocation/request-1/error", post.Path);
        Assert.Equal(platformType, post.ErrorType);
        using var body = JsonDocument.Parse(post.Body);
        Assert.Equal(type, body.RootElement.GetProperty("errorType").GetString());
        Assert.StartsWith(message, body.RootElement.GetProperty("errorMessage").GetString());
        Assert.StartsWith("Critical exception from handler\n", run.Output);
    }

    [Theory]
    [InlineData("answers", "Init<ArgumentError>", "Init<ArgumentError>", "Invalid handler [\"answers\"], must be of form FILENAME.METHOD or FILENAME.CLASS.METHOD")]
    [InlineData("nowhere.handler", "Init<LoadError>", "Init<LoadError>", "cannot load such file -- nowhere")]
    [InlineData("missing_import.handler", "Init<LoadError>", "Init<LoadError>", "cannot load such file -- no_such_gem")]
    [InlineData("bad_syntax.handler", "Function<UserException>", "Init<SyntaxError>", "{task}/bad_syntax.rb:1: syntax error")]
    [InlineData("raises_on_load.handler", "Function<UserException>", "Init<RuntimeError>", "while loading")]
    [InlineData("exits_on_load.handler", "Init<SystemExit>", "Init<SystemExit>", "exit")]
    public async Task A_handler_that_cannot_be_loaded_ends_the_runtime(string handler, string platformType, string type, string message)
    {
        var setup = new RuntimeSetup("ruby", handler);
        var run = await RuntimeRun.StartAsync(setup, new RuntimeEvent("{}"));

        var post = Assert.Single(run.Posts);
        using var body = JsonDocument.Parse(post.Body);
        Assert.Equal(252, run.ExitCode);
        Assert.Equal("init/error", post.Path);
        Assert.Equal(platformType, post.ErrorType);
        Assert.Equal(type, body.RootElement.GetProperty("errorType").GetString());
        Assert.StartsWith(setup.Expand(message), body.RootElement.GetProperty("errorMessage").GetString());
        Assert.StartsWith($"Init error when loading handler {handler}\n", run.Output);
    }

    [Fact]
    public async Task A_handler_that_exits_hard_answers_nothing()
    {
        var run = await RuntimeRun.StartAsync(new RuntimeSetup("ruby", "answers.exit_hard"), new RuntimeEvent("{}"));

        Assert.Equal(4, run.ExitCode);
        Assert.Empty(run.Posts);
        Assert.Equal("last words", run.Output);
    }

    [Fact]
    public async Task The_context_is_complete()
    {
        var run = await RuntimeRun.StartAsync(
            new RuntimeSetup("ruby", "answers.context"), new RuntimeEvent("{}") { Headers = SharedCases.AllHeaders });

        Assert.Equal(
            """
            {"aws_request_id":"request-1","function_name":"fixture","function_version":"$LATEST","invoked_function_arn":"arn:aws:lambda:eu-west-1:123456789012:function:fixture","memory_limit_in_mb":"128","log_group_name":"/aws/lambda/fixture","log_stream_name":"stream","tenant_id":"tenant","identity":{"cognitoIdentityId":"id","cognitoIdentityPoolId":"pool"},"client":{"client":{"app_title":"app"},"custom":{"k":"v"},"env":{"e":"1"}},"remaining":true,"deadline":true}
            """,
            Assert.Single(run.Posts).Text);
    }

    private static void AssertError(RuntimePost post, string type, string message, string? firstFrame)
    {
        using var body = JsonDocument.Parse(post.Body);
        Assert.Equal(["errorMessage", "errorType", "stackTrace"], body.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(message, body.RootElement.GetProperty("errorMessage").GetString());
        Assert.Equal(type, body.RootElement.GetProperty("errorType").GetString());
        Assert.Equal(firstFrame, body.RootElement.GetProperty("stackTrace").EnumerateArray().FirstOrDefault().ToString() is { Length: > 0 } frame ? frame : null);
    }
}
