using System.Globalization;
using System.Text.Json.Nodes;
using Goldcrest.SystemTests.Clients;
using Goldcrest.SystemTests.Escapes;
using Goldcrest.SystemTests.Invoke;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Sandboxes;

/// <summary>The server is the parent of whatever its sandboxes leave. What has ended must not stay in the kernel's table of processes: that has an end, and the node with it.</summary>
public sealed class DeadChildrenTests
{
    private const string App = "tests/fixtures/functions/escapes/app.py";

    private const string Extension = """
        #!/bin/bash
        api=http://$AWS_LAMBDA_RUNTIME_API/2020-01-01/extension
        id=$(curl -sS -D - -o /dev/null -H "Lambda-Extension-Name: $(basename "$0")" -d '{"events":["INVOKE"]}' "$api/register" \
          | tr -d '\r' | sed -n 's/^Lambda-Extension-Identifier: //ip')
        while curl -sS -H "Lambda-Extension-Identifier: $id" "$api/event/next" > /dev/null; do :; done
        """;

    [Theory]
    [InlineData("crun")]
    [InlineData("runsc")]
    public async Task However_sandboxes_start_and_end_no_dead_child_stays(string isolation)
    {
        await using var server = await GoldcrestServer.StartAsync(null, "--isolation", isolation);
        using var client = new FunctionClient(server);
        await using var patient = await Prisoner.CreateAsync(server);
        await using var hasty = await Prisoner.CreateAsync(server, timeoutSeconds: 2);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => patient.RunAsync("__import__('time').sleep(0.5)")));
        await AssertNoDeadChildStaysAsync(server);
        await patient.RunAsync("import os; os._exit(3)");
        await patient.RunAsync("import os; os.kill(os.getpid(), 11)");
        await patient.RunAsync("x = b'x' * (900 << 20)");
        await hasty.RunAsync("import subprocess; [subprocess.Popen(['/bin/sleep', '600'], start_new_session=True) for n in range(5)]; __import__('time').sleep(60)");
        await AssertNoDeadChildStaysAsync(server);

        for (var round = 0; round < 3; round++)
        {
            await client.UpdateCodeAsync(patient.Name, new() { ["app.py"] = await File.ReadAllTextAsync(SourceTree.PathOf(App), TestContext.Current.CancellationToken) });
            Assert.Equal("1", await patient.RunAsync("state['calls'] = found = state.get('calls', 0) + 1"));
        }

        await AssertNoDeadChildStaysAsync(server);
    }

    [Fact]
    public async Task Extensions_and_starts_that_fail_leave_no_dead_child_either()
    {
        await using var server = await GoldcrestServer.StartAsync();
        using var client = new FunctionClient(server);
        var app = "def handler(event, context):\n    if event.get('exit'): __import__('os')._exit(1)\n    return 1\n";
        var extended = await client.DeployAsync("python3.11", "app.handler", new() { ["app.py"] = app, ["extensions/watcher"] = Extension }, Room());
        var broken = await client.DeployAsync("provided.al2023", "none", new() { ["bootstrap"] = "#!/no/such/program\n" }, Room());

        await client.InvokeAsync(extended, "{}");
        await client.InvokeAsync(extended, """{"exit":true}""");
        await client.InvokeAsync(extended, "{}");
        await client.InvokeAsync(broken, "{}");
        await AssertNoDeadChildStaysAsync(server);
        await client.DeleteAsync(extended);
        await FunctionClient.UntilAsync(() => Task.FromResult(InsideProcesses.With(extended) == 0));

        await AssertNoDeadChildStaysAsync(server);
    }

    private static JsonObject Room() => new() { ["MemorySize"] = 256, ["Timeout"] = 30 };

    /// <summary>Some are dead for a moment before they are waited for; those of now are gone soon.</summary>
    private static async Task AssertNoDeadChildStaysAsync(GoldcrestServer server)
    {
        var dead = DeadChildrenOf(server.ProcessId);
        await FunctionClient.UntilAsync(() => Task.FromResult(!DeadChildrenOf(server.ProcessId).Intersect(dead).Any()));
    }

    private static HashSet<int> DeadChildrenOf(int parent) =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(path => Path.GetFileName(path)).Where(name => char.IsAsciiDigit(name[0]))
            .Select(name => int.Parse(name, CultureInfo.InvariantCulture)).Where(process => IsDeadChild(process, parent)),
    ];

    private static bool IsDeadChild(int process, int parent)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ') is ["Z", var itsParent, ..] && itsParent == parent.ToString(CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
