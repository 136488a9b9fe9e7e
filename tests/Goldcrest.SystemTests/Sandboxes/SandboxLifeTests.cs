using System.Net;
using System.Net.Sockets;
using Goldcrest.Core.Sandboxes;
using Goldcrest.Server.Sandboxes;
using Goldcrest.Server.Sandboxes.Oci;
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

    [Theory]
    [InlineData("kill -TERM $$", null, 15)]
    [InlineData("kill -SEGV $$", null, 11)]
    [InlineData("kill -KILL $$", null, 9)]
    [InlineData("exit 128", 128, null)]
    [InlineData("exit 255", 255, null)]
    public async Task The_way_a_program_ends_is_told(string script, int? exitCode, int? signal)
    {
        await using var host = await Host.StartAsync();

        var (exit, _) = await host.RunAsync("/bin/sh", "-c", script);

        Assert.Equal(new SandboxExit(exitCode, signal, false), exit);
    }

    [Fact]
    public async Task A_program_may_end_on_a_request_to_terminate()
    {
        await using var host = await Host.StartAsync();
        var output = new CollectedOutput();
        await using var sandbox = await host.Launcher.CreateAsync(
            host.Spec(output, "/bin/bash", "-c", "trap 'echo bye; exit 3' TERM; echo up; while :; do sleep 0.05; done"), TestContext.Current.CancellationToken);
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        await output.WaitForAsync("up");

        sandbox.Terminate();
        var exit = await sandbox.Exited;

        Assert.Equal(new SandboxExit(3, null, false), exit);
        Assert.Equal("up\nbye\n", output.Text);
    }

    [Fact]
    public async Task A_program_that_does_not_exist_ends_like_a_shell_tells_it()
    {
        await using var host = await Host.StartAsync();

        var (exit, text) = await host.RunAsync("/var/task/bootstrap");

        Assert.Equal(127, exit.ExitCode);
        Assert.Contains("/var/task/bootstrap", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/usr/bin/python3", "-c", "import ssl, json, sqlite3; print(6 * 7)")]
    [InlineData("/usr/bin/node", "-e", "require('https'); console.log(6 * 7)")]
    [InlineData("/bin/bash", "-c", "echo $((6 * 7))")]
    [InlineData("/usr/bin/perl", "-e", "print 6 * 7, qq(\\n)")]
    public async Task Interpreters_run(string program, string option, string code)
    {
        await using var host = await Host.StartAsync();

        var (exit, text) = await host.RunAsync(program, option, code);

        Assert.Equal("42\n", text);
        Assert.Equal(0, exit.ExitCode);
    }

    [Fact]
    public async Task Events_come_whole_from_the_log_descriptor()
    {
        await using var host = await Host.StartAsync();
        var output = new CollectedOutput();
        const string writer = "import os, struct\nfor m in (b'one\\ntwo', b'three'): os.write(3, struct.pack('>IIQ', 0xa55a0003, len(m), 5) + m)";

        await host.RunAsync(host.Spec(output, "/usr/bin/python3", "-I", "-S", "-c", writer), output);

        Assert.Equal(["one\ntwo", "three"], output.Events);
        Assert.Equal("", output.Text);
    }

    [Fact]
    public async Task Output_written_before_a_drain_is_there_after_it()
    {
        await using var host = await Host.StartAsync();
        var output = new CollectedOutput();
        await using var sandbox = await host.Launcher.CreateAsync(
            host.Spec(output, "/bin/bash", "-c", "exec 5<>/dev/tcp/127.0.0.1/9001; echo first; echo go >&5; cat <&5"), TestContext.Current.CancellationToken);
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using var connection = await sandbox.RuntimeApiListener.AcceptAsync(TestContext.Current.CancellationToken);
        await connection.ReceiveAsync(new byte[8], TestContext.Current.CancellationToken);

        sandbox.DrainOutput();

        Assert.Equal("first\n", output.Text);
    }

    [Fact]
    public async Task A_reset_keeps_tmp_and_the_listener()
    {
        await using var host = await Host.StartAsync();
        var output = new CollectedOutput();
        await using var sandbox = await host.Launcher.CreateAsync(
            host.Spec(output, "/bin/bash", "-c", "cat /tmp/*; echo kept > /tmp/file; exec 5<>/dev/tcp/127.0.0.1/9001; echo connected; sleep 100"),
            TestContext.Current.CancellationToken);
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        await output.WaitForAsync("connected");

        await sandbox.ResetAsync();
        var exit = await sandbox.Exited;
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        await output.WaitForAsync("kept\nconnected");

        Assert.Equal(9, exit.Signal);
    }

    [Fact]
    public async Task Layers_are_merged_and_the_later_one_wins()
    {
        await using var host = await Host.StartAsync();
        var output = new CollectedOutput();
        var layers = new[] { "a:1", "b,2", "c" }.Select(name => Directory.CreateDirectory(Path.Combine(host.Directory, name)).FullName).ToArray();
        foreach (var layer in layers)
        {
            await File.WriteAllTextAsync(Path.Combine(layer, "which"), layer[^1..], TestContext.Current.CancellationToken);
        }

        await File.WriteAllTextAsync(Path.Combine(layers[0], "only"), "+only", TestContext.Current.CancellationToken);
        var several = host.Spec(output, "/bin/cat", "/opt/which", "/opt/only") with { LayerDirectories = layers };
        await host.RunAsync(several, output);
        await host.RunAsync(host.Spec(output, "/bin/cat", "/opt/which") with { LayerDirectories = [layers[1]] }, output);

        Assert.Equal("c+only2", output.Text);
    }

    [Fact]
    public async Task Companions_that_end_again_and_again_fill_nothing_that_sandboxes_share()
    {
        await using var host = await Host.StartAsync();
        var output = new CollectedOutput();
        await using var sandbox = await host.Launcher.CreateAsync(
            host.Spec(output, "/bin/sleep", "100") with { HasCompanions = true }, TestContext.Current.CancellationToken);
        var bundles = Path.GetDirectoryName(new InstancePlaces(new OciLauncherOptions { DataDirectory = host.Directory }).BundleOf(sandbox.Id))!;
        await sandbox.OpenAsync(TestContext.Current.CancellationToken);
        for (var i = 0; i < 5; i++)
        {
            var companion = await sandbox.StartCompanionAsync(
                new CompanionSpec(["/bin/false"], new Dictionary<string, string>(), output), TestContext.Current.CancellationToken);
            await companion.Exited.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }

        var started = Left().Where(file => !file.EndsWith(".inside", StringComparison.Ordinal)).ToList();
        await sandbox.ResetAsync();

        Assert.NotEmpty(Directory.EnumerateDirectories(bundles));
        Assert.Empty(started);
        Assert.Empty(Left());

        IEnumerable<string> Left() => Directory.EnumerateFiles(bundles, "exec-*", SearchOption.AllDirectories);
    }

    [Fact]
    public async Task A_creation_that_fails_gives_its_address_back()
    {
        await using var host = await Host.StartAsync(network: new NetworkOptions());
        var subnet = new VpcSubnet.Named("subnet-small", IPNetwork.Parse("10.20.0.0/28"), HasOutbound: false);
        var good = host.Spec(new CollectedOutput(), "/bin/true") with { Lane = new SandboxLane("small", subnet, AllowsIpv6: false, []) };
        var bad = good with { Root = new SandboxRoot.Image(Path.Combine(host.Directory, "missing")) };
        for (var i = 0; i < 16; i++)
        {
            await Assert.ThrowsAsync<SandboxLaunchException>(() => host.Launcher.CreateAsync(bad with { Id = $"bad{i}" }, TestContext.Current.CancellationToken));
        }

        await using var sandbox = await host.Launcher.CreateAsync(good, TestContext.Current.CancellationToken);

        Assert.True(host.Networks.IsOn);
    }

    [Fact]
    public async Task Twenty_sandboxes_start_at_once()
    {
        await using var host = await Host.StartAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => host.RunAsync("/bin/sh", "-c", $"echo {i}; exit {i}")));

        Assert.Equal(Enumerable.Range(0, 20).Select(i => ((int?)i, $"{i}\n")), results.Select(result => (result.Exit.ExitCode, result.Text)));
    }

    [Fact]
    public async Task A_start_that_fails_leaves_nothing()
    {
        var host = await Host.StartAsync();
        var spec = host.Spec(new CollectedOutput(), "/bin/true") with { CodeDirectory = Path.Combine(host.Directory, "missing") };
        var sandbox = await host.Launcher.CreateAsync(spec, TestContext.Current.CancellationToken);

        var fault = await Assert.ThrowsAsync<SandboxLaunchException>(() => sandbox.StartAsync(TestContext.Current.CancellationToken));
        await sandbox.DisposeAsync();
        await host.Launcher.DisposeAsync();

        Assert.Contains("missing", fault.Message, StringComparison.Ordinal);
        Assert.Empty(await Traces.LastingOfAsync(host.Directory));
        Directory.Delete(host.Directory, recursive: true);
    }
}
