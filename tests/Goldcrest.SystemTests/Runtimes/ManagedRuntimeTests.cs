using System.Text.Json.Nodes;
using Goldcrest.SystemTests.Clients;
using Goldcrest.SystemTests.Invoke;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Runtimes;

/// <summary>Every managed language in a real sandbox.</summary>
public sealed class ManagedRuntimeTests(SharedServer shared)
{
    [Theory]
    [InlineData("nodejs", "nodejs22.x", "answers.echo")]
    [InlineData("python", "python3.12", "answers.echo")]
    [InlineData("ruby", "ruby3.3", "answers.echo")]
    [InlineData("dotnet", "dotnet8", "Fixtures::Fixtures.Answers::Echo")]
    [InlineData("java", "java21", "fixtures.Answers::echo")]
    [InlineData("java", "java8.al2", "fixtures.OfStream")]
    public async Task A_function_answers_and_its_sandbox_stays_warm(string language, string runtime, string handler)
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployZipAsync(runtime, handler, CodeZip.OfFolder(new RuntimeSetup(language, handler).TaskRoot), Room());

        var first = await client.InvokeAsync(name, """{"one":[1,"é"]}""");
        var second = await client.InvokeAsync(name, """{"two":2}""");

        Assert.Equal((null, """{"one":[1,"é"]}"""), (first.FunctionError, first.Text.Replace(" ", "", StringComparison.Ordinal)));
        Assert.Equal((null, """{"two":2}"""), (second.FunctionError, second.Text.Replace(" ", "", StringComparison.Ordinal)));
        Assert.Single(await client.ReadLogAsync(name), line => line.StartsWith("INIT_START ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ruby", "ruby3.3", "nowhere.handler", "cannot load such file -- nowhere")]
    [InlineData("dotnet", "dotnet8", "Nowhere::Type::Method", "Could not find the specified handler assembly with the file name 'Nowhere, Culture=neutral, PublicKeyToken=null'.")]
    [InlineData("java", "java21", "nowhere.Handler", "Class not found: nowhere.Handler")]
    public async Task A_handler_that_is_not_there_is_told_to_the_caller(string language, string runtime, string handler, string message)
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployZipAsync(runtime, handler, CodeZip.OfFolder(new RuntimeSetup(language, handler).TaskRoot), Room());

        var reply = await client.InvokeAsync(name, "{}");

        Assert.Equal("Unhandled", reply.FunctionError);
        Assert.StartsWith(message, reply.Json.GetProperty("errorMessage").GetString());
    }

    private static JsonObject Room() => new() { ["MemorySize"] = 512, ["Timeout"] = 60 };
}
