using System.Diagnostics;
using Goldcrest.Core.Sandboxes;
using Goldcrest.Server.Sandboxes;
using Goldcrest.Server.Sandboxes.Cgroups;
using Goldcrest.Server.Sandboxes.Linux;
using Goldcrest.Server.Sandboxes.Oci;
using Xunit;

namespace Goldcrest.SystemTests.Sandboxes;

/// <summary>OCI runtimes that are started before it is known what for.</summary>
public sealed class WaitingRuntimeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly CgroupLayout Layout = CgroupLayout.OfThisHost();

    [Fact]
    public async Task A_sandbox_starts_in_the_control_group_where_a_runtime_waited_and_starts_again_after_a_reset()
    {
        SkipWithoutThreadedGroups();
        await using var host = await Host.StartAsync();

        // When the second is seen, the first is ready to be taken.
        var waiting = await WaitingGroupsAsync(host, atLeast: 2);
        var output = new CollectedOutput();
        await using var sandbox = await host.Launcher.CreateAsync(
            host.Spec(output, "/bin/sh", "-c", "cat hello.txt; echo fds /proc/1/fd/*; sleep 1000"), TestContext.Current.CancellationToken);

        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        await output.WaitForAsync("fds /proc/1/fd/0 /proc/1/fd/1 /proc/1/fd/2 /proc/1/fd/3\n");
        var running = waiting.Count(group => Commands(group).Any(command => command.Contains("sleep", StringComparison.Ordinal)));
        await sandbox.ResetAsync();
        var second = output.Text.Length;
        await sandbox.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, running);
        await UntilAsync(() => output.Text[second..].StartsWith("hello from the code\nfds ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_runtime_that_died_while_it_waited_is_passed_over()
    {
        SkipWithoutThreadedGroups();
        await using var host = await Host.StartAsync();
        foreach (var group in await WaitingGroupsAsync(host, atLeast: 4))
        {
            await CgroupSweep.KillAllAsync(Layout, group, TimeProvider.System, TestContext.Current.CancellationToken);
        }

        var (exit, text) = await host.RunAsync("/bin/cat", "hello.txt");

        Assert.Equal((new SandboxExit(0, null, false), "hello from the code\n"), (exit, text));
    }

    [Fact]
    public async Task A_runtime_whose_server_is_gone_ends_by_itself()
    {
        using var loop = new EpollLoop("test");
        var folder = Directory.CreateTempSubdirectory("goldcrest-waiting-").FullName;
        var cgroup = new SandboxCgroup(Layout, $"/goldcrest-test-{Guid.NewGuid():N}");
        cgroup.Make();
        var runtime = new OciRuntime(loop, new HostPrograms(loop, TimeProvider.System), OciDialect.Of(Isolation.Crun), Path.Combine(folder, "state"));
        var waiting = await runtime.BeginAsync(Directory.CreateDirectory(Path.Combine(folder, "bundle")).FullName, cgroup);
        Assert.True(waiting.Waits);

        waiting.Dispose();

        await UntilAsync(() => !waiting.Waits && cgroup.ReadProcesses().Count == 0);
        cgroup.Remove();
        Directory.Delete(folder, recursive: true);
    }

    private static void SkipWithoutThreadedGroups() => Assert.SkipWhen(Layout.IsVersion2, "in version 2 the runtime enters the sandbox's control group only when it knows which");

    /// <returns>The groups in which nothing but runtimes wait.</returns>
    private static async Task<IReadOnlyList<string>> WaitingGroupsAsync(Host host, int atLeast)
    {
        Assert.SkipWhen(!OciDialect.Of(Host.IsolationOfTests).CanWait, "this runtime cannot wait");
        var instance = new InstancePlaces(new OciLauncherOptions { DataDirectory = host.Directory }).Cgroup;
        IReadOnlyList<string> Groups() =>
        [
            .. Directory.GetDirectories(Layout.FileOf("memory", instance, "")).Select(group => $"{instance}/{Path.GetFileName(group)}")
                .Where(group => Commands(group).Any(command => command.Contains("/proc/self/fd/4", StringComparison.Ordinal))),
        ];
        await UntilAsync(() => Groups().Count >= atLeast);
        return Groups();
    }

    private static List<string> Commands(string group) => [.. CgroupSweep.Processes(Layout, group).Select(process =>
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (IOException)
        {
            // It ended while it was looked at.
            return "";
        }
    })];

    private static async Task UntilAsync(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Patience, "it did not come to be");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
