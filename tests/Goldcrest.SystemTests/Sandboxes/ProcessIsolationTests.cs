using System.Text.Json.Nodes;
using Goldcrest.SystemTests.Clients;
using Goldcrest.SystemTests.Escapes;
using Goldcrest.SystemTests.Invoke;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Sandboxes;

/// <summary>A server of an ordinary user: what works, what is kept apart all the same, and that it says what is not.</summary>
public sealed class ProcessIsolationTests
{
    private const string Bash = "samples/hello-bash/bootstrap";

    [Fact]
    public async Task Functions_run_without_root_and_the_start_says_what_that_means()
    {
        using var user = await OrdinaryUser.CreateAsync();
        await using var server = await GoldcrestServer.StartForAsync(user);
        using var client = new FunctionClient(server);
        var python = await client.DeployPythonAsync("n = 0\ndef handler(event, context):\n    global n\n    n += 1\n    print('said', n)\n    return n\n", Room());
        var node = await client.DeployAsync("nodejs22.x", "app.handler", new() { ["app.js"] = "let n = 0;\nexports.handler = async () => ++n;\n" }, Room());
        var bash = await client.DeployAsync("provided.al2023", "none", new() { ["bootstrap"] = await File.ReadAllTextAsync(SourceTree.PathOf(Bash), TestContext.Current.CancellationToken) }, Room());

        foreach (var name in (string[])[python, node])
        {
            Assert.Equal("1", (await client.InvokeAsync(name, "{}")).Text);
            Assert.Equal("2", (await client.InvokeAsync(name, "{}")).Text);
        }

        var custom = await client.InvokeAsync(bash, """{"name":"Ada"}""");

        Assert.Equal((200, null), (custom.Status, custom.FunctionError));
        Assert.Contains("Ada", custom.Text, StringComparison.Ordinal);
        await FunctionClient.UntilAsync(async () => (await client.ReadLogAsync(python)).Contains("said 2"));
        Assert.Contains("WITHOUT ROOT", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_and_processes_are_kept_apart_and_tmp_outlives_a_crash()
    {
        using var user = await OrdinaryUser.CreateAsync();
        await using var server = await GoldcrestServer.StartForAsync(user);
        await using var prisoner = await Prisoner.CreateAsync(server);

        var reach = await prisoner.RunAsync($"""
            import os
            found = reads("{server.DataDirectory}/identity/root-credentials.json"), reads("/etc/shadow"), writes("/var/task/x"), writes("/usr/x"), \
                sorted(int(p) for p in os.listdir("/proc") if p.isdigit()), (os.getuid(), os.getgid()), syscall(101, 0, 0, 0, 0), syscall(272, 0x10000000), \
                [l.split()[1] for l in open("/proc/self/status") if l.startswith(("CapEff", "CapBnd", "NoNewPrivs", "Seccomp:"))], \
                sorted(os.listdir("/proc/1/fd")), "GOLDCREST_ISOLATION" in os.environ
            open("/tmp/kept", "w").write("kept")
            """);
        var end = await prisoner.RunAsync("import os; os._exit(3)");
        var signal = await prisoner.RunAsync("import os; os.kill(os.getpid(), 11)");
        var after = await prisoner.RunAsync("found = open('/tmp/kept').read()");

        Assert.Equal(
            """["ENOENT", "ENOENT", "EROFS", "EROFS", [1, 2], [993, 990], "EPERM", "EPERM", ["0000000000000000", "0000000000000000", "1", "2"], ["0", "1", "2", "3"], false]""",
            reach);
        Assert.Equal("Runtime.ExitError: Runtime exited with error: exit status 3", end);
        Assert.Equal("Runtime.ExitError: Runtime exited with error: signal: segmentation fault", signal);
        Assert.Equal("\"kept\"", after);
    }

    [Fact]
    public async Task A_timeout_ends_all_processes_and_so_does_the_death_of_the_server()
    {
        using var user = await OrdinaryUser.CreateAsync();
        await using var server = await GoldcrestServer.StartForAsync(user);
        var slow = await Prisoner.CreateAsync(server, timeoutSeconds: 2);
        var (first, second) = (Mark(), Mark());
        var leave = (string mark) => $"import subprocess; subprocess.Popen(['/bin/sleep', '{mark}'], start_new_session=True); found = 1";
        await slow.RunAsync(leave(first));

        var timeout = await slow.RunAsync("import time; time.sleep(60)");

        Assert.StartsWith("Sandbox.Timedout", timeout, StringComparison.Ordinal);
        await FunctionClient.UntilAsync(() => Task.FromResult(!IsRunning(first)));
        Assert.Equal("1", await slow.RunAsync(leave(second)));
        Assert.True(IsRunning(second));
        await server.KillAsync();
        await FunctionClient.UntilAsync(() => Task.FromResult(!IsRunning(second)));
        await using var next = await GoldcrestServer.StartForAsync(user);
        Assert.Equal(["lock", "root"], Directory.GetFileSystemEntries(Path.Combine(next.DataDirectory, "scratch")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_function_that_asks_for_a_stronger_wall_is_refused()
    {
        using var user = await OrdinaryUser.CreateAsync();
        await using var server = await GoldcrestServer.StartForAsync(user);
        using var client = new FunctionClient(server);
        var settings = Room();
        settings["Tags"] = new JsonObject { ["goldcrest:isolation"] = "crun" };

        var refused = await client.TryCreateAsync("def handler(event, context):\n    return 1\n", settings);

        Assert.Equal(400, refused.Status);
        Assert.Contains("needs a server that runs as root", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_tells_an_ordinary_user_what_is_not_limited()
    {
        using var user = await OrdinaryUser.CreateAsync();

        var run = await ProgramRun.RunAsync(OrdinaryUser.Prefix[0], [.. OrdinaryUser.Prefix.Skip(1), user.Program, "doctor", "--data", user.Home], user.Variables);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("not limited", run.Output, StringComparison.Ordinal);
        foreach (var item in (string[])["one cgroup tree", "own cgroup", "own memory", "own pids", "own cpu", "own users", "newuidmap", "own namespaces"])
        {
            Assert.Matches($"(?m)^(ok|warning) +{item} ", run.Output);
        }

        // Nobody has lent this user any numbers.
        Assert.Matches("(?m)^warning +own users .*sudo usermod --add-subuids [0-9-]+ --add-subgids [0-9-]+ 61234$", run.Output);
        Assert.DoesNotContain("start the server with sudo\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Root_is_refused_it()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => GoldcrestServer.StartAsync(null, "--isolation", "process"));

        Assert.Contains("for ordinary users", refused.Message, StringComparison.Ordinal);
    }

    private static JsonObject Room() => new() { ["MemorySize"] = 256, ["Timeout"] = 60 };

    /// <summary>Seconds to sleep that nobody else sleeps.</summary>
    private static string Mark() => $"{1_000_000L + (uint)Guid.NewGuid().GetHashCode()}.{(uint)Guid.NewGuid().GetHashCode()}";

    private static bool IsRunning(string mark) => Directory.GetDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])).Any(path =>
    {
        try
        {
            return File.ReadAllText(Path.Combine(path, "cmdline")).Contains(mark, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    });
}
