using Goldcrest.Server.Sandboxes;
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
        var thread = new Thread(() => cgroup.StartInside(() =>
        {
            isInside.Set();
            mayLeave.Wait(TestContext.Current.CancellationToken);
            return 0;
        }));
        thread.Start();
        isInside.Wait(TestContext.Current.CancellationToken);

        var sweep = CgroupSweep.KillAllAsync(layout, group, TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Contains(Environment.ProcessId, cgroup.ReadProcesses());
        mayLeave.Set();
        await sweep;

        thread.Join();
        cgroup.Remove();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_thread_that_started_something_is_outside_before_anybody_hears_of_it(bool fails)
    {
        var layout = CgroupLayout.OfThisHost();
        Assert.SkipWhen(layout.IsVersion2, "in groups of version 2 a thread cannot be apart from its process");
        var group = $"/goldcrest-test-{Guid.NewGuid():N}";
        var cgroup = new SandboxCgroup(layout, group);
        CgroupSweep.Reserve(layout, group);
        var (inside, after) = (new List<int>(), new List<int>());

        // A thread of its own: it does not come back to the groups of the others.
        var thread = new Thread(() =>
        {
            try
            {
                cgroup.StartInside(() =>
                {
                    inside.AddRange(cgroup.ReadProcesses());
                    return fails ? throw new SandboxLaunchException("no such program") : 0;
                });
            }
            catch (SandboxLaunchException)
            {
                // The point is where the thread is now.
            }

            after.AddRange(cgroup.ReadProcesses());
        });
        thread.Start();
        thread.Join();

        Assert.Equal([Environment.ProcessId], inside);
        Assert.Empty(after);
        cgroup.Remove();
    }
}
