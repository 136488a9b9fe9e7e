using Goldcrest.Core.Sandboxes;
using Goldcrest.Server.Sandboxes.Oci;

namespace Goldcrest.Tests.Sandboxes;

public sealed class OciDialectTests
{
    [Fact]
    public void Crun_is_told_whose_the_control_group_is()
    {
        var crun = OciDialect.Of(Isolation.Crun);

        Assert.Equal(["--cgroup-manager=disabled"], crun.GlobalFlags(makesCgroup: false));
        Assert.Equal(["--cgroup-manager=cgroupfs"], crun.GlobalFlags(makesCgroup: true));
    }

    [Fact]
    public void Runsc_has_the_loopback_of_its_namespace_and_leaves_a_group_alone_that_it_did_not_make()
    {
        var runsc = OciDialect.Of(Isolation.Runsc);

        Assert.Equal(["--network=host", "--ignore-cgroups"], runsc.GlobalFlags(makesCgroup: false));
        Assert.Equal(["--network=host"], runsc.GlobalFlags(makesCgroup: true));
    }

    [Fact]
    public void What_a_runtime_needs_for_itself_is_not_taken_from_the_function()
    {
        Assert.Equal(new SandboxLimits(256, 1024), OciDialect.Of(Isolation.Crun).LimitsFor(256));
        Assert.True(OciDialect.Of(Isolation.Runsc).LimitsFor(256).MemoryMiB > 256);
    }

    [Fact]
    public void Every_runtime_is_called_like_its_package() =>
        Assert.All(OciDialect.Isolations, isolation => Assert.EndsWith("/" + OciDialect.Of(isolation).Package, OciDialect.Of(isolation).Program, StringComparison.Ordinal));
}
