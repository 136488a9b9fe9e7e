using Goldcrest.Server.Sandboxes;
using Goldcrest.Server.Sandboxes.Cgroups;

namespace Goldcrest.Tests.Sandboxes;

public sealed class CgroupLayoutTests
{
    private const string Version1 = """
        25 1 254:0 / / rw,relatime - ext4 /dev/vda rw
        30 25 0:26 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
        31 30 0:27 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct
        32 30 0:28 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
        33 30 0:29 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids
        34 30 0:30 / /sys/fs/cgroup/freezer rw,relatime - cgroup cgroup rw,freezer
        35 30 0:31 / /sys/fs/cgroup/blkio rw,relatime - cgroup cgroup rw,blkio
        36 30 0:32 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,name=systemd
        """;

    private const string Unified = "37 30 0:33 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n";

    [Fact]
    public void Version_1_has_a_group_in_each_tree_of_a_used_controller_and_in_no_other()
    {
        var layout = CgroupLayout.Parse(Version1);

        Assert.False(layout.IsVersion2);
        Assert.Null(layout.HiddenUnified);
        Assert.Equal(
            ["/sys/fs/cgroup/memory/g", "/sys/fs/cgroup/cpu,cpuacct/g", "/sys/fs/cgroup/pids/g", "/sys/fs/cgroup/freezer/g"],
            layout.DirectoriesOf("/g"));
        Assert.Equal("/sys/fs/cgroup/cpu,cpuacct/g/cpu.cfs_quota_us", layout.FileOf("cpu", "/g", "cpu.cfs_quota_us"));
    }

    [Fact]
    public void A_unified_tree_beside_version_1_is_found_so_that_it_can_be_hidden()
    {
        var layout = CgroupLayout.Parse(Version1 + "\n" + Unified);

        Assert.False(layout.IsVersion2);
        Assert.Equal("/sys/fs/cgroup/unified", layout.HiddenUnified);
    }

    [Fact]
    public void A_unified_tree_alone_is_version_2()
    {
        var layout = CgroupLayout.Parse("30 25 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n");

        Assert.True(layout.IsVersion2);
        Assert.Equal(["/sys/fs/cgroup/goldcrest/a/b"], layout.DirectoriesOf("/goldcrest/a/b"));
        Assert.Equal("/sys/fs/cgroup/g/memory.peak", layout.FileOf("memory", "/g", "memory.peak"));
    }

    [Fact]
    public void A_missing_controller_is_named()
    {
        var layout = CgroupLayout.Parse(Version1);

        var fault = Assert.Throws<SandboxLaunchException>(() => layout.FileOf("devices", "/g", "devices.deny"));

        Assert.Contains("devices", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(128, 7_235)]
    [InlineData(1_769, 100_000)]
    [InlineData(10_240, 578_858)]
    [InlineData(1, 1_000)]
    public void Cpu_time_follows_memory(int memoryMiB, int quotaMicroseconds) =>
        Assert.Equal(quotaMicroseconds, SandboxCgroup.QuotaMicroseconds(memoryMiB));
}
