using System.Text.Json.Nodes;
using Goldcrest.SystemTests.Clients;
using Goldcrest.SystemTests.Escapes;
using Goldcrest.SystemTests.Invoke;
using Goldcrest.SystemTests.Runtimes;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Sandboxes;

/// <summary>Functions behind a kernel of their own. The tests of sandboxes run with it too: <c>GOLDCREST_ISOLATION=runsc</c>.</summary>
public sealed class GvisorTests(SharedServer shared)
{
    /// <summary>What every gVisor says of itself, whatever kernel the host has.</summary>
    private const string KernelOfGvisor = "4.4.0";

    private const string TellsKernel = "import platform\ndef handler(event, context):\n    print('said')\n    return platform.release()\n";

    [Theory]
    [InlineData("nodejs", "nodejs22.x", "answers.echo")]
    [InlineData("python", "python3.12", "answers.echo")]
    [InlineData("ruby", "ruby3.3", "answers.echo")]
    [InlineData("dotnet", "dotnet8", "Fixtures::Fixtures.Answers::Echo")]
    [InlineData("java", "java21", "fixtures.Answers::echo")]
    public async Task A_function_of_every_language_answers_warm_and_cold(string language, string runtime, string handler)
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployZipAsync(runtime, handler, CodeZip.OfFolder(new RuntimeSetup(language, handler).TaskRoot), Tagged("runsc"));

        var first = await client.InvokeAsync(name, """{"one":[1,"é"]}""");
        var second = await client.InvokeAsync(name, """{"two":2}""");

        Assert.Equal((null, """{"one":[1,"é"]}"""), (first.FunctionError, first.Text.Replace(" ", "", StringComparison.Ordinal)));
        Assert.Equal((null, """{"two":2}"""), (second.FunctionError, second.Text.Replace(" ", "", StringComparison.Ordinal)));
        Assert.Single(await client.ReadLogAsync(name), line => line.StartsWith("INIT_START ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_tag_gives_one_function_a_kernel_of_its_own()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var tagged = await client.DeployPythonAsync(TellsKernel, Tagged("runsc"));

        var reply = await client.InvokeAsync(tagged, "{}");

        Assert.Equal($"\"{KernelOfGvisor}\"", reply.Text);
        await FunctionClient.UntilAsync(async () => (await client.ReadLogAsync(tagged)).Contains("said"));
    }

    [Fact]
    public async Task A_node_gives_all_its_functions_one_and_none_goes_below()
    {
        var directory = Directory.CreateTempSubdirectory("goldcrest-stronger-").FullName;
        string weaker;
        await using (var before = await GoldcrestServer.StartAsync(directory))
        {
            using var first = new FunctionClient(before);
            weaker = await first.DeployPythonAsync(TellsKernel, Tagged("crun"));
        }

        await using (var server = await GoldcrestServer.StartAsync(directory, "--isolation", "runsc"))
        {
            using var client = new FunctionClient(server);
            var plain = await client.DeployPythonAsync(TellsKernel, Tagged(null));

            var reply = await client.InvokeAsync(plain, "{}");
            var refused = await client.InvokeAsync(weaker, "{}");

            Assert.Equal($"\"{KernelOfGvisor}\"", reply.Text);
            Assert.Equal(500, refused.Status);
            await FunctionClient.UntilAsync(async () => (await client.ReadLogAsync(weaker)).Any(line => line.Contains("weaker than the runsc", StringComparison.Ordinal)));
        }

        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task An_isolation_that_is_none_is_refused_when_it_is_asked_for()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployPythonAsync(TellsKernel, Tagged("runsc"));

        var created = await client.TryCreateAsync(TellsKernel, Tagged("gvisor"));
        var tagged = await client.TagAsync(name, "goldcrest:isolation", "gvisor");

        foreach (var refused in (FunctionReply[])[created, tagged])
        {
            Assert.Equal(400, refused.Status);
            Assert.Equal("InvalidParameterValueException", refused.Headers["x-amzn-ErrorType"]);
            Assert.Contains("asks for 'gvisor'; there are process, crun, runsc", refused.Text, StringComparison.Ordinal);
        }

        Assert.Equal($"\"{KernelOfGvisor}\"", (await client.InvokeAsync(name, "{}")).Text);
    }

    [Theory]
    [InlineData("memory", "x = b'x' * (900 << 20)", "Runtime.OutOfMemory: Runtime exited with error: signal: killed")]
    [InlineData("an exit", "import os; os._exit(3)", "Runtime.ExitError: Runtime exited with error: exit status 3")]
    [InlineData("a signal", "import os; os.kill(os.getpid(), 11)", "Runtime.ExitError: Runtime exited with error: signal: segmentation fault")]
    public async Task The_way_a_function_ends_is_told_and_tmp_is_kept(string what, string code, string expected)
    {
        _ = what;
        await using var prisoner = await Prisoner.CreateAsync(await shared.GetAsync(), memoryMiB: 256, timeoutSeconds: 60, isolation: "runsc");
        await prisoner.RunAsync("open('/tmp/kept', 'w').write('kept')");

        var end = await prisoner.RunAsync(code);
        var after = await prisoner.RunAsync("found = open('/tmp/kept').read()");

        Assert.Equal((expected, "\"kept\""), (end, after));
    }

    private static JsonObject Tagged(string? isolation)
    {
        var settings = new JsonObject { ["MemorySize"] = 512, ["Timeout"] = 60 };
        if (isolation is not null)
        {
            settings["Tags"] = new JsonObject { ["goldcrest:isolation"] = isolation };
        }

        return settings;
    }
}
