using System.Text.Json;
using Xunit;

namespace Goldcrest.SystemTests.Runtimes;

/// <summary>The samples that need no compiler do what their READMEs say.</summary>
public sealed class SampleTests
{
    [Theory]
    [InlineData("nodejs", "hello-nodejs", "index.handler", "Hello, Ada, from Node.js")]
    [InlineData("python", "hello-python", "app.handler", "Hello, Ada, from Python")]
    [InlineData("ruby", "hello-ruby", "app.handler", "Hello, Ada, from Ruby")]
    [InlineData("bash", "hello-bash", "any", "Hello from bash")]
    public async Task A_sample_greets_counts_and_logs(string language, string sample, string handler, string greeting)
    {
        var setup = new RuntimeSetup(language, handler) { Folder = $"samples/{sample}" };
        var ada = new RuntimeEvent("""{"name":"Ada"}""");
        var run = await RuntimeRun.StartAsync(setup, ada, ada);

        using var second = JsonDocument.Parse(run.Posts[1].Body);
        Assert.StartsWith(greeting, second.RootElement.GetProperty("message").GetString());
        Assert.Equal(2, second.RootElement.GetProperty("count").GetInt32());
        Assert.Equal("request-2", second.RootElement.GetProperty("requestId").GetString());
        Assert.Matches(@"call 2 of fixture, \d+ ms left\n$", run.Output);
    }

    [Fact]
    public async Task The_dotnet_sample_greets_counts_and_logs()
    {
        var setup = new RuntimeSetup("dotnet", "HelloDotnet::HelloDotnet.Function::HandleAsync") { Folder = "artifacts/bin/hello-dotnet/release" };
        var ada = new RuntimeEvent("""{"name":"Ada"}""");
        var run = await RuntimeRun.StartAsync(setup, ada, ada);

        using var second = JsonDocument.Parse(run.Posts[1].Body);
        Assert.StartsWith("Hello, Ada, from .NET 10.", second.RootElement.GetProperty("message").GetString());
        Assert.Equal(2, second.RootElement.GetProperty("count").GetInt32());
        Assert.EndsWith("\trequest-2\tinfo\tcall 2 of fixture\n", run.Output);
    }
}
