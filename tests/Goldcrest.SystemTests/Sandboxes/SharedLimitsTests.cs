using Goldcrest.Server.Sandboxes.Linux;
using Xunit;

namespace Goldcrest.SystemTests.Sandboxes;

/// <summary>Limits of the host that servers raise, on files that stand for the kernel's.</summary>
public sealed class SharedLimitsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("limits-").FullName;

    private string Low => Path.Combine(_folder, "low");

    private string High => Path.Combine(_folder, "high");

    public SharedLimitsTests()
    {
        File.WriteAllText(Low, "128\n");
        File.WriteAllText(High, "5000\n");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_last_server_that_stops_puts_back_what_the_first_has_raised()
    {
        Assert.Empty(Limits().Raise());
        Assert.Empty(Limits().Raise());
        var raised = Both();

        Limits().Restore(() => true);
        var kept = Both();
        Limits().Restore(() => false);

        Assert.Equal(("1000", "5000"), raised);
        Assert.Equal(raised, kept);
        Assert.Equal(("128", "5000"), Both());
    }

    [Fact]
    public void What_an_operator_sets_meanwhile_stays()
    {
        Limits().Raise();
        File.WriteAllText(Low, "2000\n");

        Limits().Restore(() => false);

        Assert.Equal(("2000", "5000"), Both());
    }

    [Fact]
    public void After_a_kill_the_next_server_knows_what_was()
    {
        Limits().Raise();

        var next = Limits();
        next.Raise();
        next.Restore(() => false);

        Assert.Equal(("128", "5000"), Both());
    }

    [Fact]
    public void A_limit_that_the_kernel_does_not_have_is_not_missed_and_one_that_it_keeps_is_told()
    {
        var limits = new SharedLimits(Path.Combine(_folder, "shared"), (Path.Combine(_folder, "none"), 1), ("/proc/sys/kernel/ngroups_max", 1 << 30));

        var told = limits.Raise();

        Assert.Equal(["/proc/sys/kernel/ngroups_max"], told);
    }

    private SharedLimits Limits() => new(Path.Combine(_folder, "shared"), (Low, 1000), (High, 1000));

    private (string Low, string High) Both() => (File.ReadAllText(Low).Trim(), File.ReadAllText(High).Trim());
}
