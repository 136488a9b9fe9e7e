using System.Text.Json;
using Xunit;

namespace Goldcrest.SystemTests.Runtimes;

/// <summary>What callers get from .NET handlers. Source: docs/contracts/runtimes.md.</summary>
public sealed class DotnetAnswerTests
{
    private const string NoSuchMethod = "Unable to find method 'Missing' in type 'Fixtures.Answers' from assembly 'Fixtures': Found no methods matching method name 'Missing'.";

    [Theory]
    [InlineData("Echo", """{"a":[1,"é"]}""", """{"a":[1,"é"]}""")]
    [InlineData("Copy", """{"a" : 1}""", """{"a" : 1}""")]
    [InlineData("Static", "{}", "\"no parameters\"")]
    [InlineData("OnlyContext", "{}", "\"request-1\"")]
    [InlineData("Typed", """{"Item":"tea","Count":1}""", """{"Item":"tea","Count":2}""")]
    [InlineData("Later", """{"Item":"tea","Count":1}""", """{"Item":"tea","Count":1}""")]
    [InlineData("Soon", "{}", "\"soon\"")]
    [InlineData("Nothing", "{}", "")]
    [InlineData("NothingLater", "{}", "")]
    [InlineData("Protected", "{}", "\"protected\"")]
    [InlineData("Framework", "{}", "\"Microsoft.AspNetCore.Http.Abstractions\"")]
    [InlineData("System.String Overloaded(Int32)", "1", "\"one\"")]
    [InlineData("Unicode", "{}", "\"æ漢\\uD83D\\uDE00\"")]
    public async Task A_handler_answers(string method, string eventJson, string expected)
    {
        var run = await RuntimeRun.StartAsync(Answers(method), new RuntimeEvent(eventJson));

        var post = Assert.Single(run.Posts);
        Assert.Equal("invocation/request-1/response", post.Path);
        Assert.Equal(expected, post.Text);
    }

    [Theory]
    [InlineData("Throws", "InvalidOperationException", "thrown")]
    [InlineData("ThrowsLater", "ArgumentException", "thrown later")]
    [InlineData("ThrowsWithCause", "ApplicationException", "outer")]
    public async Task An_error_is_reported_and_the_next_event_is_served(string method, string type, string message)
    {
        var run = await RuntimeRun.StartAsync(Answers(method), new RuntimeEvent("{}"), new RuntimeEvent("{}"));

        Assert.Null(run.ExitCode);
        Assert.Equal(["invocation/request-1/error", "invocation/request-2/error"], run.Posts.Select(post => post.Path));
        Assert.Equal(type, run.Posts[0].ErrorType);
        using var body = JsonDocument.Parse(run.Posts[0].Body);
        Assert.Equal(["errorType", "errorMessage", "stackTrace"], body.RootElement.EnumerateObject().Select(member => member.Name).Take(3));
        Assert.Equal((type, message), (body.RootElement.GetProperty("errorType").GetString(), body.RootElement.GetProperty("errorMessage").GetString()));
        var frame = Assert.Single(body.RootElement.GetProperty("stackTrace").EnumerateArray()).GetString();
        Assert.StartsWith($"at Fixtures.Answers.{method}(JsonElement input)", frame);
        Assert.Contains($"\trequest-1\tfail\tSystem.{type}: {message}\n", run.Output);
    }

    [Fact]
    public async Task The_cause_of_an_error_is_told()
    {
        var run = await RuntimeRun.StartAsync(Answers("ThrowsWithCause"), new RuntimeEvent("{}"));

        using var body = JsonDocument.Parse(Assert.Single(run.Posts).Body);
        var cause = body.RootElement.GetProperty("cause");
        Assert.Equal(("InvalidOperationException", "inner"), (cause.GetProperty("errorType").GetString(), cause.GetProperty("errorMessage").GetString()));
    }

    [Theory]
    [InlineData("Fixtures::Fixtures.Answers::Missing", "LambdaValidationException", NoSuchMethod)]
    [InlineData("Fixtures::Nowhere::Handler", "LambdaValidationException", "Unable to load type 'Nowhere' from assembly 'Fixtures'.")]
    [InlineData("Nowhere::Type::Method", "LambdaValidationException", "Could not find the specified handler assembly with the file name 'Nowhere, Culture=neutral, PublicKeyToken=null'. The assembly should be located in the root of your uploaded .zip file.")]
    [InlineData("Fixtures::Answers", "LambdaValidationException", "Invalid lambda function handler: 'Fixtures::Answers'. The valid format is 'ASSEMBLY::TYPE::METHOD'.")]
    [InlineData("Fixtures::::Echo", "LambdaValidationException", "Invalid lambda function handler: 'Fixtures::::Echo', the type is missing. The valid format is 'ASSEMBLY::TYPE::METHOD'.")]
    [InlineData("Fixtures::Fixtures.Answers::TooMany", "LambdaValidationException", "Method 'TooMany' of type 'Fixtures.Answers' is not supported: the method has more than 2 parameters.")]
    [InlineData("Fixtures::Fixtures.Answers::NotContext", "LambdaValidationException", "Method 'NotContext' of type 'Fixtures.Answers' is not supported: the method has 2 parameters, but the second parameter is not of type 'Amazon.Lambda.Core.ILambdaContext'.")]
    [InlineData("Fixtures::Fixtures.Answers::Overloaded", "LambdaValidationException", "The method 'Overloaded' in type 'Fixtures.Answers' appears to have a number of overloads.")]
    [InlineData("Fixtures::Fixtures.Answers::AsyncVoid", "LambdaValidationException", "The method 'Void AsyncVoid()' cannot be used as a Lambda Handler because it is an 'async void' method.")]
    [InlineData("Fixtures::Fixtures.Abstract::Handler", "LambdaValidationException", "The instance method 'System.String Handler()' cannot be used as a Lambda Handler because its type 'Fixtures.Abstract' is abstract.")]
    [InlineData("Fixtures::Fixtures.Generic`1::Handler", "LambdaValidationException", "The type 'Fixtures.Generic`1' cannot be used as a Lambda Handler type because it is generic.")]
    [InlineData("Fixtures::Fixtures.ThrowsOnLoad::Handler", "TargetInvocationException", "Exception has been thrown by the target of an invocation.")]
    public async Task A_handler_that_cannot_be_loaded_ends_the_runtime(string handler, string type, string message)
    {
        var run = await RuntimeRun.StartAsync(new RuntimeSetup("dotnet", handler), new RuntimeEvent("{}"));

        var post = Assert.Single(run.Posts);
        using var body = JsonDocument.Parse(post.Body);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("init/error", post.Path);
        Assert.Equal(type, post.ErrorType);
        Assert.Equal(type, body.RootElement.GetProperty("errorType").GetString());
        Assert.StartsWith(message, body.RootElement.GetProperty("errorMessage").GetString());
        Assert.Contains($".{type}: {message}", run.Output);
    }

    [Fact]
    public async Task A_type_without_a_serializer_is_refused()
    {
        var setup = new RuntimeSetup("dotnet", "HelloDotnet::HelloDotnet.Function::ToString") { Folder = "artifacts/bin/hello-dotnet/release" };
        var run = await RuntimeRun.StartAsync(setup, new RuntimeEvent("{}"));

        using var body = JsonDocument.Parse(Assert.Single(run.Posts).Body);
        Assert.StartsWith("Could not find the LambdaSerializerAttribute on the assembly ", body.RootElement.GetProperty("errorMessage").GetString());
    }

    [Fact]
    public async Task A_handler_that_exits_answers_nothing()
    {
        var run = await RuntimeRun.StartAsync(Answers("Exit"), new RuntimeEvent("{}"));

        Assert.Equal(3, run.ExitCode);
        Assert.Empty(run.Posts);
    }

    [Fact]
    public async Task An_executable_assembly_speaks_to_the_Runtime_API_itself()
    {
        var setup = new RuntimeSetup("dotnet", "FixtureProgram") { Folder = "artifacts/bin/Program/release" };
        var run = await RuntimeRun.StartAsync(setup, new RuntimeEvent("{}"), new RuntimeEvent("{}"));

        Assert.Equal(["\"FixtureProgram\"", "\"FixtureProgram\""], run.Posts.Select(post => post.Text));
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_told()
    {
        var setup = new RuntimeSetup("dotnet", "Nowhere");
        var run = await RuntimeRun.StartAsync(setup, new RuntimeEvent("{}"));

        Assert.Equal(104, run.ExitCode);
        Assert.Equal(setup.Expand("Error: executable assembly {task}/Nowhere.dll or binary {task}/Nowhere not found.\n"), run.Errors);
    }

    [Fact]
    public async Task The_context_is_complete()
    {
        var run = await RuntimeRun.StartAsync(Answers("Context"), new RuntimeEvent("{}") { Headers = SharedCases.AllHeaders });

        Assert.Equal(
            """
            {"AwsRequestId":"request-1","FunctionName":"fixture","FunctionVersion":"$LATEST","InvokedFunctionArn":"arn:aws:lambda:eu-west-1:123456789012:function:fixture","MemoryLimitInMB":128,"LogGroupName":"/aws/lambda/fixture","LogStreamName":"stream","TenantId":"tenant","Identity":["id","pool"],"Client":["app",{"k":"v"},{"e":"1"}],"Remaining":true}
            """,
            Assert.Single(run.Posts).Text);
    }

    private static RuntimeSetup Answers(string method) => new("dotnet", $"Fixtures::Fixtures.Answers::{method}");
}
