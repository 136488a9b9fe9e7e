using System.Net.Sockets;
using Goldcrest.Server.Sandboxes;
using Xunit;

namespace Goldcrest.SystemTests.Sandboxes;

public sealed class SandboxLifeTests
{
    [Fact]
    public async Task A_program_runs_and_its_output_and_exit_code_arrive()
    {
        await using var host = await Host.StartAsync();

        var (exit, text) = await host.RunAsync("/bin/sh", "-c", "cat hello.txt; echo to stderr >&2; exit 7");

        Assert.Equal("hello from the code\nto stderr\n", text);
        Assert.Equal(new SandboxExit(7, null, false), exit);
    }

    [Fact]
    public async Task The_runtime_api_listener_is_reached_from_inside()
    {
        await using var host = await Host.StartAsync();
        var output = new CollectedOutput();
        await using var sandbox = await host.Launcher.CreateAsync(
            host.Spec(output, "/bin/bash", "-c", "exec 5<>/dev/tcp/127.0.0.1/9001; echo hi >&5; cat <&5"), TestContext.Current.CancellationToken);

        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using var connection = await sandbox.RuntimeApiListener.AcceptAsync(TestContext.Current.CancellationToken);
        var received = new byte[16];
        var count = await connection.ReceiveAsync(received, TestContext.Current.CancellationToken);
        await connection.SendAsync("answer"u8.ToArray(), TestContext.Current.CancellationToken);
        connection.Shutdown(SocketShutdown.Both);
        await sandbox.Exited;

        Assert.Equal("hi\n"u8.ToArray(), received[..count]);
        Assert.Equal("answer", output.Text);
    }

    [Fact]
    public async Task Disposal_leaves_nothing_on_the_host()
    {
        var host = await Host.StartAsync();
        var output = new CollectedOutput();
        var sandbox = await host.Launcher.CreateAsync(
            host.Spec(output, "/bin/sh", "-c", "echo data > /tmp/file; (trap '' TERM; sleep 1000) & echo up; sleep 1000"),
            TestContext.Current.CancellationToken);
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        await output.WaitForAsync("up");
        sandbox.Freeze();
        Assert.NotEmpty(Traces.Of(host.Directory));

        await sandbox.DisposeAsync();
        await host.Launcher.DisposeAsync();

        Assert.Empty(await Traces.LastingOfAsync(host.Directory));
        Directory.Delete(host.Directory, recursive: true);
    }
}
