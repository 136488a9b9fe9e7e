using System.Text.Json;
using Xunit;

namespace Goldcrest.SystemTests.Runtimes;

/// <summary>What callers get from Java handlers. Source: docs/contracts/runtimes.md.</summary>
public sealed class JavaAnswerTests
{
    [Theory]
    [InlineData("Answers::echo", """{"a":[1,"é",2.5,null]}""", """{"a":[1,"é",2.5,null]}""")]
    [InlineData("Answers::copy", """{"a" : 1}""", """{"a" : 1}""")]
    [InlineData("Answers::fixed", "{}", "\"no parameters\"")]
    [InlineData("Answers::onlyContext", "{}", "\"request-1\"")]
    [InlineData("Answers::typed", """{"item":"tea","count":1,"unknown":{}}""", """{"item":"tea","count":2}""")]
    [InlineData("Answers::orders", """[{"item":"tea","count":7}]""", "7")]
    [InlineData("Answers::nothing", "{}", "null")]
    [InlineData("Answers::overloaded", "\"x\"", "\"with a context\"")]
    [InlineData("Answers::unicode", "{}", "\"æ漢\\uD83D\\uDE00\"")]
    [InlineData("OfInterface", """{"item":"tea"}""", "\"tea by fixture\"")]
    [InlineData("OfStream", """{"a" : 1}""", """{"a" : 1}""")]
    public async Task A_handler_answers(string handler, string eventJson, string expected)
    {
        var run = await RuntimeRun.StartAsync(Fixture(handler), new RuntimeEvent(eventJson));

        var post = Assert.Single(run.Posts);
        Assert.Equal("invocation/request-1/response", post.Path);
        Assert.Equal(expected, post.Text);
    }

    [Theory]
    [InlineData("raises", "java.lang.IllegalStateException", "raised", "fixtures.Answers.raises(Answers.java:104)")]
    [InlineData("raisesChecked", "java.io.IOException", "checked", "fixtures.Answers.raisesChecked(Answers.java:108)")]
    public async Task An_error_is_reported_and_the_next_event_is_served(string method, string type, string message, string frame)
    {
        var run = await RuntimeRun.StartAsync(Fixture($"Answers::{method}"), new RuntimeEvent("{}"), new RuntimeEvent("{}"));

        Assert.Null(run.ExitCode);
        Assert.Equal(["invocation/request-1/error", "invocation/request-2/error"], run.Posts.Select(post => post.Path));
        Assert.Equal("Runtime.UserException", run.Posts[0].ErrorType);
        Assert.Equal($$"""{"errorMessage":"{{message}}","errorType":"{{type}}","stackTrace":["{{frame}}"]}""", run.Posts[0].Text);
        Assert.StartsWith($"{message}: {type}\n{type}: {message}\n\tat {frame}\n", run.Output);
    }

    /// <summary>Moments as seconds, local ones as arrays, Date as milliseconds: as AWS's serialization library is set up. Read in each form that it takes.</summary>
    [Theory]
    [InlineData(
        """{"date":"2026-01-02T03:04:05Z","instant":"2026-01-02T03:04:05.5Z","day":"2026-01-02","local":"2026-01-02T03:04:05","offset":"2026-01-02T04:04:05+01:00","duration":"PT1M","maybe":"there"}""",
        """{"date":1767323045000,"instant":1767323045.500000000,"day":[2026,1,2],"local":[2026,1,2,3,4,5],"offset":1767323045.000000000,"duration":60.000000000,"maybe":"there"}""")]
    [InlineData(
        """{"date":1767323045000,"instant":1767323045.5,"day":[2026,1,2],"local":[2026,1,2,3,4],"offset":0,"duration":60,"maybe":null}""",
        """{"date":1767323045000,"instant":1767323045.500000000,"day":[2026,1,2],"local":[2026,1,2,3,4],"offset":0.0,"duration":60.000000000,"maybe":null}""")]
    public async Task Times_and_optional_values_are_read_and_written(string eventJson, string expected)
    {
        var run = await RuntimeRun.StartAsync(Fixture("Dated::echo"), new RuntimeEvent(eventJson));

        Assert.Equal(expected, Assert.Single(run.Posts).Text);
    }

    [Theory]
    [InlineData("""{"instant":"yesterday"}""")]
    [InlineData("""{"instant":[1]}""")]
    [InlineData("""{"instant":true}""")]
    [InlineData("""{"instant":1e50}""")]
    [InlineData("""{"instant":1e400000000}""")]
    [InlineData("""{"instant":1e-400000000}""")]
    [InlineData("""{"day":[2026,13,1]}""")]
    [InlineData("""{"local":[1]}""")]
    public async Task A_time_that_is_none_is_an_error_and_the_next_event_is_served(string eventJson)
    {
        var run = await RuntimeRun.StartAsync(Fixture("Dated::echo"), new RuntimeEvent(eventJson), new RuntimeEvent("{}"));

        using var body = JsonDocument.Parse(run.Posts[0].Body);
        Assert.Equal("An error occurred during JSON parsing", body.RootElement.GetProperty("errorMessage").GetString());
        Assert.Equal("{}", run.Posts[1].Text);
    }

    [Fact]
    public async Task An_event_that_does_not_fit_is_an_error()
    {
        var run = await RuntimeRun.StartAsync(Fixture("Answers::length"), new RuntimeEvent("{}"));

        using var body = JsonDocument.Parse(Assert.Single(run.Posts).Body);
        Assert.Equal("An error occurred during JSON parsing", body.RootElement.GetProperty("errorMessage").GetString());
    }

    [Theory]
    [InlineData("Answers::missing", null, "No public method named missing with appropriate method signature found on class fixtures.Answers")]
    [InlineData("Answers::wrong", null, "No public method named wrong with appropriate method signature found on class fixtures.Answers")]
    [InlineData("Answers", null, "Class does not implement an appropriate handler interface: fixtures.Answers")]
    [InlineData("Answers::", null, "Invalid handler: `fixtures.Answers::'")]
    [InlineData("Nowhere::handler", "java.lang.ClassNotFoundException", "Class not found: fixtures.Nowhere")]
    [InlineData("NoConstructor::handler", "java.lang.Exception", "Class fixtures.NoConstructor has no public zero-argument constructor")]
    public async Task A_handler_that_is_not_there_is_told_to_each_caller(string handler, string? type, string message)
    {
        var run = await RuntimeRun.StartAsync(Fixture(handler), new RuntimeEvent("{}"), new RuntimeEvent("{}"));

        Assert.Equal(["invocation/request-1/error", "invocation/request-2/error"], run.Posts.Select(post => post.Path));
        Assert.Equal("Runtime.BadFunctionCode", run.Posts[0].ErrorType);
        using var body = JsonDocument.Parse(run.Posts[0].Body);
        Assert.Equal(message, body.RootElement.GetProperty("errorMessage").GetString());
        Assert.Equal(type, body.RootElement.TryGetProperty("errorType", out var told) ? told.GetString() : null);
        Assert.StartsWith(message, run.Output[run.Output.IndexOf(message, StringComparison.Ordinal)..]);
    }

    [Theory]
    [InlineData("ThrowsOnLoad::handler", "java.lang.IllegalStateException", "while loading")]
    [InlineData("ThrowsInStatic::handler", "java.lang.ExceptionInInitializerError", "Error loading class fixtures.ThrowsInStatic")]
    public async Task A_handler_that_fails_to_load_ends_the_runtime(string handler, string type, string message)
    {
        var run = await RuntimeRun.StartAsync(Fixture(handler), new RuntimeEvent("{}"));

        var post = Assert.Single(run.Posts);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(("init/error", "Runtime.BadFunctionCode"), (post.Path, post.ErrorType));
        Assert.Equal($$"""{"errorMessage":"{{message}}","errorType":"{{type}}"}""", post.Text);
        Assert.StartsWith($"{message}: {type}\n", run.Output);
    }

    [Fact]
    public async Task What_breaks_the_virtual_machine_is_reported_and_ends_the_runtime()
    {
        var run = await RuntimeRun.StartAsync(Fixture("Answers::overflows"), new RuntimeEvent("{}"), new RuntimeEvent("{}"));

        Assert.Equal(1, run.ExitCode);
        using var body = JsonDocument.Parse(Assert.Single(run.Posts).Body);
        Assert.Equal("java.lang.StackOverflowError", body.RootElement.GetProperty("errorType").GetString());
    }

    [Fact]
    public async Task A_handler_that_exits_answers_nothing()
    {
        var run = await RuntimeRun.StartAsync(Fixture("Answers::exit"), new RuntimeEvent("{}"));

        Assert.Equal(3, run.ExitCode);
        Assert.Empty(run.Posts);
    }

    [Fact]
    public async Task The_context_is_complete()
    {
        var run = await RuntimeRun.StartAsync(Fixture("Answers::context"), new RuntimeEvent("{}") { Headers = SharedCases.AllHeaders });

        Assert.Equal(
            """
            {"awsRequestId":"request-1","functionName":"fixture","functionVersion":"$LATEST","invokedFunctionArn":"arn:aws:lambda:eu-west-1:123456789012:function:fixture","memoryLimitInMB":128,"logGroupName":"/aws/lambda/fixture","logStreamName":"stream","tenantId":"tenant","identity":["id","pool"],"client":["app",{"k":"v"},{"e":"1"}],"remaining":true}
            """,
            Assert.Single(run.Posts).Text);
    }

    private static RuntimeSetup Fixture(string handler) => new("java", $"fixtures.{handler}");
}
