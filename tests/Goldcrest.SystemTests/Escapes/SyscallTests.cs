using System.Text.Json;
using System.Text.Json.Nodes;
using Goldcrest.SystemTests.Clients;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Escapes;

/// <summary>A compiled function without any runtime of ours, speaking to the kernel itself.</summary>
public sealed class SyscallTests(SharedServer shared)
{
    private const string Source = "tests/fixtures/functions/escapes/bootstrap.c";

    [Fact]
    public async Task Every_system_call_that_leads_out_fails()
    {
        await using var function = await CreateAsync();

        var (payload, error, _) = await function.InvokeAsync();

        Assert.Null(error);
        var answers = JsonElement.Parse(payload).EnumerateObject().ToList();
        Assert.True(answers.Count > 40);
        Assert.All(answers, answer => Assert.Equal((answer.Name, answer.Name == "clone3" ? "ENOSYS" : "EPERM"), (answer.Name, answer.Value.GetString())));
    }

    [Theory]
    [InlineData("i386")]
    [InlineData("x32")]
    public async Task Other_doors_into_the_kernel_are_death(string door)
    {
        await using var function = await CreateAsync();

        var (payload, error, _) = await function.InvokeAsync($"\"{door}\"");
        var (next, noError, _) = await function.InvokeAsync();

        Assert.Equal("Unhandled", error);
        Assert.Equal("Runtime.ExitError", JsonElement.Parse(payload).GetProperty("errorType").GetString());

        // A host that has no such door at all answers by a segmentation fault.
        Assert.Matches("signal: (bad system call|segmentation fault)", payload);
        Assert.Null(noError);
        Assert.StartsWith("{\"ptrace\"", next, StringComparison.Ordinal);
    }

    private async Task<TestFunction> CreateAsync() => await TestFunction.CreateAsync(
        await shared.GetAsync(), await CodeZip.OfAsync(Source), new JsonObject { ["Runtime"] = "provided.al2023", ["Handler"] = "none" });
}
