using Goldcrest.Server.Sandboxes;
using Xunit;

namespace Goldcrest.SystemTests.Sandboxes;

public sealed class SandboxLimitTests
{
    [Fact]
    public async Task Memory_over_the_limit_ends_the_program_and_is_told()
    {
        await using var host = await Host.StartAsync();

        var (exit, _) = await host.RunAsync("/usr/bin/python3", "-c", "x = b'x' * (400 << 20)");

        Assert.Equal(new SandboxExit(null, 9, OutOfMemory: true), exit);
    }

    [Fact]
    public async Task A_fork_bomb_stops_at_the_limit_of_processes()
    {
        await using var host = await Host.StartAsync();
        const string bomb = """
            import os, time
            n = 0
            try:
                while n < 5000:
                    if os.fork() == 0:
                        time.sleep(60)
                    n += 1
            except BlockingIOError:
                print("stopped", 900 < n < 1024)
            """;
        var output = new CollectedOutput();
        var spec = host.Spec(output, "/usr/bin/python3", "-I", "-S", "-c", bomb) with { MemoryMiB = 2048 };

        var (exit, text) = await host.RunAsync(spec, output);

        Assert.Equal("stopped True\n", text);
        Assert.Equal(0, exit.ExitCode);
    }

    [Fact]
    public async Task Tmp_is_full_at_its_size_and_does_not_count_as_memory()
    {
        await using var host = await Host.StartAsync();
        var output = new CollectedOutput();
        const string fill = """
            import errno
            n = 0
            try:
                with open("/tmp/full", "wb", buffering=0) as file:
                    while n < 600:
                        n += file.write(b"x" * (1 << 20)) >> 20
            except OSError as fault:
                print(errno.errorcode[fault.errno], n)
            """;
        var spec = host.Spec(output, "/usr/bin/python3", "-I", "-S", "-c", fill) with { MemoryMiB = 128 };

        var (exit, text) = await host.RunAsync(spec, output);

        Assert.Equal(new SandboxExit(0, null, OutOfMemory: false), exit);
        var words = text.Split();
        Assert.Equal("ENOSPC", words[0]);
        Assert.InRange(int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture), 510, 530);
    }

    [Fact]
    public async Task A_flood_of_output_lets_others_speak_and_ends_with_the_reset()
    {
        await using var host = await Host.StartAsync();
        var flood = new CollectedOutput();
        await using var flooding = await host.Launcher.CreateAsync(host.Spec(flood, "/usr/bin/yes"), TestContext.Current.CancellationToken);
        await flooding.StartAsync(TestContext.Current.CancellationToken);

        var (_, text) = await host.RunAsync("/bin/echo", "heard");
        flooding.DrainOutput();
        await flooding.ResetAsync();

        Assert.Equal("heard\n", text);
        Assert.True(flood.Bytes > 0);
    }

    [Fact]
    public async Task The_limit_of_cpu_time_holds_once_it_is_set()
    {
        await using var host = await Host.StartAsync();
        var output = new CollectedOutput();
        const string spin = """
            import time
            print("up", flush=True)
            wall = time.monotonic() + 2
            cpu = time.process_time()
            while time.monotonic() < wall:
                pass
            print(time.process_time() - cpu < 0.6)
            """;
        var spec = host.Spec(output, "/usr/bin/python3", "-I", "-S", "-c", spin);
        await using var sandbox = await host.Launcher.CreateAsync(spec, TestContext.Current.CancellationToken);
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        await output.WaitForAsync("up");

        sandbox.LimitCpu();
        await sandbox.Exited;

        Assert.Equal("up\nTrue\n", output.Text);
    }

    [Fact]
    public async Task The_peak_of_memory_is_measured_and_starts_again_when_reset()
    {
        await using var host = await Host.StartAsync();
        var output = new CollectedOutput();
        await using var sandbox = await host.Launcher.CreateAsync(
            host.Spec(output, "/bin/sh", "-c", "python3 -I -S -c \"x = b'x' * (100 << 20)\"; echo up; sleep 100"),
            TestContext.Current.CancellationToken);
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        await output.WaitForAsync("up");

        var peak = sandbox.ReadPeakMemoryBytes();
        sandbox.ResetPeakMemory();
        var after = sandbox.ReadPeakMemoryBytes();

        Assert.InRange(peak, 100L << 20, 160L << 20);
        Assert.InRange(after, 1, 60L << 20);
    }
}
