using Goldcrest.Server.Sandboxes;

namespace Goldcrest.Tests.Sandboxes;

public sealed class HostCheckTests
{
    private static readonly Version NewKernel = new(6, 1);

    [Fact]
    public void A_complete_host_lacks_nothing() =>
        Assert.Empty(HostCheck.Judge(true, NewKernel, _ => true, true, _ => true, true));

    [Fact]
    public void A_bare_host_is_told_everything_with_a_remedy()
    {
        var lacks = HostCheck.Judge(false, new Version(4, 19), _ => false, false, _ => false, false);

        Assert.Equal(12, lacks.Count);
        Assert.All(lacks, lack => Assert.NotEqual("", lack.Remedy));
        Assert.Contains(lacks, lack => lack.Remedy == "apt-get install crun");
        Assert.Contains(lacks, lack => lack.Remedy == "apt-get install tini");
    }

    [Fact]
    public void A_host_without_loop_devices_still_runs_sandboxes() =>
        Assert.False(Assert.Single(HostCheck.Judge(true, NewKernel, _ => true, false, _ => true, true)).IsFatal);
}
