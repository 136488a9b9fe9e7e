using System.Diagnostics;
using Goldcrest.Server.Sandboxes.Cgroups;
using Goldcrest.Server.Sandboxes.Linux;
using Goldcrest.SystemTests.Invoke;
using Xunit;

namespace Goldcrest.SystemTests.Sandboxes;

/// <summary>
/// The code for control groups of version 2 on a real tree, mounted for this test alone. On hosts of version 1 such a tree has no controllers of memory and
/// processor time: freezing, killing and sweeping are the kernel's own and work everywhere.
/// </summary>
public sealed class CgroupVersion2Tests : IDisposable
{
    private readonly string _mount = Directory.CreateTempSubdirectory("goldcrest-cgroup2-").FullName;
    private readonly string _group = $"/goldcrest-test-{Guid.NewGuid():N}";
    private readonly bool _mounted;

    public CgroupVersion2Tests() => _mounted = Libc.Mount("none", _mount, "cgroup2", 0, "") == 0;

    [Fact]
    public async Task A_group_is_frozen_thawed_killed_and_removed()
    {
        Assert.SkipUnless(_mounted, "the kernel has no control groups of version 2");
        var layout = Layout();
        var cgroup = new SandboxCgroup(layout, _group);
        using var sleeper = Enter("");
        using var below = Enter("/below");

        cgroup.Freeze();
        await FunctionClient.UntilAsync(() => Task.FromResult(IsFrozen()));
        cgroup.Thaw();
        await FunctionClient.UntilAsync(() => Task.FromResult(!IsFrozen()));
        cgroup.Freeze();
        Assert.Equal(new[] { sleeper.Id, below.Id }.Order(), cgroup.ReadProcesses().Order());
        await CgroupSweep.KillAllAsync(layout, _group, TimeProvider.System, TestContext.Current.CancellationToken);
        cgroup.Remove();

        Assert.Empty(cgroup.ReadProcesses());
        Assert.False(Directory.Exists(_mount + _group));
    }

    [Fact]
    public void What_a_group_without_a_controller_cannot_tell_is_nothing_rather_than_a_fault()
    {
        Assert.SkipUnless(_mounted, "the kernel has no control groups of version 2");
        CgroupSweep.Reserve(Layout(), _group);
        var cgroup = new SandboxCgroup(Layout(), _group);

        Assert.True(cgroup.IsLeftToRuntime);
        Assert.Equal((0, 0), (cgroup.CountOutOfMemoryKills(), cgroup.ReadPeakMemoryBytes()));
        cgroup.ResetPeakMemory();
        cgroup.UnlimitCpu();
        cgroup.Remove();
        Assert.False(Directory.Exists(_mount + _group));
    }

    public void Dispose()
    {
        if (_mounted)
        {
            _ = Libc.Unmount(_mount, Libc.UnmountDetach);
        }

        Directory.Delete(_mount);
    }

    private CgroupLayout Layout() => CgroupLayout.Parse($"1 2 0:1 / {_mount} rw - cgroup2 none rw\n");

    private bool IsFrozen() => File.ReadAllText(_mount + _group + "/cgroup.events").Contains("frozen 1", StringComparison.Ordinal);

    private Process Enter(string below)
    {
        Directory.CreateDirectory(_mount + _group + below);
        var process = Process.Start("/usr/bin/sleep", "600");
        File.WriteAllText(_mount + _group + below + "/cgroup.procs", $"{process.Id}");
        return process;
    }
}
