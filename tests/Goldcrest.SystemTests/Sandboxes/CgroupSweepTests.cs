using Goldcrest.Server.Sandboxes.Cgroups;
using Xunit;

namespace Goldcrest.SystemTests.Sandboxes;

/// <summary>A server starts programs from threads that enter a sandbox's control group: a sweep of that group must not be the server's end.</summary>
public sealed class CgroupSweepTests
{
    [Fact]
    public async Task A_sweep_waits_for_the_sweeper_s_own_threads_and_kills_nobody_for_them()
    {
        var layout = CgroupLayout.OfThisHost();
        Assert.SkipWhen(layout.IsVersion2, "in groups of version 2 a thread cannot be apart from its process");
        var group = $"/goldcrest-test-{Guid.NewGuid():N}";
        var cgroup = new SandboxCgroup(layout, group);
        CgroupSweep.Reserve(layout, group);
        using var isInside = new ManualResetEventSlim();
        using var mayLeave = new ManualResetEventSlim();
        var thread = new Thread(() =>
        {
            cgroup.JoinThisThread();
            isInside.Set();
            mayLeave.Wait(TestContext.Current.CancellationToken);
        });
        thread.Start();
        isInside.Wait(TestContext.Current.CancellationToken);

        var sweep = CgroupSweep.KillAllAsync(layout, group, TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Contains(Environment.ProcessId, cgroup.ReadProcesses());
        mayLeave.Set();
        await sweep;

        thread.Join();
        cgroup.Remove();
    }
}
