using Goldcrest.Server.Hosting;

namespace Goldcrest.Tests.Hosting;

/// <summary>What doctor tells an ordinary user of what crun without root would need.</summary>
public sealed class DelegationTests
{
    private static readonly DelegationFacts Whole = new()
    {
        User = "ada",
        HasOneTree = true,
        Group = "/sys/fs/cgroup/user.slice/goldcrest.scope",
        OwnsGroup = true,
        Controllers = ["cpu", "memory", "pids"],
        Users = 65_536,
        Groups = 655_360,
        NamespacesForbiddenBy = null,
    };

    public static TheoryData<string, string, DelegationFacts> Lacking => new()
    {
        { "one cgroup tree", "systemd.unified_cgroup_hierarchy=1", Whole with { HasOneTree = false } },
        { "own cgroup, own memory, own pids, own cpu", "systemd-run --user --scope -p Delegate=yes", Whole with { OwnsGroup = false } },
        { "own cpu", "Delegate=cpu memory pids", Whole with { Controllers = ["memory", "pids"] } },
        { "own memory, own pids", "user@.service.d/delegate.conf", Whole with { Controllers = ["cpu"] } },
        { "own users", "sudo usermod --add-subuids 1000000-1655359 --add-subgids 1000000-1655359 ada", Whole with { Users = 65_535 } },
        { "own users", "--add-subgids", Whole with { Groups = 0 } },
        { "own namespaces", "sudo sysctl -w kernel.unprivileged_userns_clone=1", Whole with { NamespacesForbiddenBy = "kernel.unprivileged_userns_clone=1" } },
    };

    [Fact]
    public void A_user_who_was_lent_everything_lacks_nothing() =>
        Assert.All(DelegationCheck.Judge(Whole, _ => true), requirement => Assert.NotNull(requirement.Found));

    [Theory]
    [MemberData(nameof(Lacking))]
    public void What_is_missing_is_named_with_the_command_that_mends_it(string names, string remedy, DelegationFacts facts)
    {
        var missing = DelegationCheck.Judge(facts, _ => true).Where(requirement => requirement.Found is null).ToList();

        Assert.Equal(names, string.Join(", ", missing.Select(requirement => requirement.Name)));
        Assert.Contains(remedy, missing[0].Remedy, StringComparison.Ordinal);
        Assert.All(missing, requirement => Assert.False(requirement.IsFatal));
    }

    [Theory]
    [InlineData("/usr/bin/newuidmap", "newuidmap", "uidmap")]
    [InlineData("/usr/bin/newgidmap", "newuidmap", "uidmap")]
    [InlineData("/usr/bin/crun", "crun", "crun")]
    public void A_program_that_is_missing_is_named_with_its_package(string path, string name, string package)
    {
        var missing = Assert.Single(DelegationCheck.Judge(Whole, file => file != path), requirement => requirement.Found is null);

        Assert.Equal((name, HostCheck.PackageCommand([package])), (missing.Name, missing.Remedy));
    }

    [Theory]
    [InlineData("0::/user.slice/user-1000.slice/app.scope\n", "/sys/fs/cgroup/user.slice/user-1000.slice/app.scope")]
    [InlineData("0::/\n", "/sys/fs/cgroup")]
    [InlineData("4:memory:/process\n1:cpu:/\n", null)]
    [InlineData("", null)]
    public void The_own_group_is_that_of_version_2(string cgroups, string? expected) => Assert.Equal(expected, DelegationFacts.GroupOf(cgroups));

    [Theory]
    [InlineData("", 0)]
    [InlineData("ada:100000:65536\n", 65_536)]
    [InlineData("1000:100000:65536\n", 65_536)]
    [InlineData("bob:100000:65536\n# ada:1:1\nada:165536:1000\nada:300000:70000\n", 70_000)]
    [InlineData("ada:100000\nada:x:y\nada:1:2:3\n", 0)]
    public void Numbers_are_those_of_the_longest_range(string text, long expected) => Assert.Equal(expected, DelegationFacts.LongestRange(text, "ada", 1000));

    [Theory]
    [InlineData("", "", "96364", null)]
    [InlineData("1", "0", "96364", null)]
    [InlineData("0\n", "", "96364", "kernel.unprivileged_userns_clone=1")]
    [InlineData("1\n", "1\n", "96364", "kernel.apparmor_restrict_unprivileged_userns=0")]
    [InlineData("", "", "0\n", "user.max_user_namespaces=15000")]
    public void The_setting_that_forbids_namespaces_is_found(string clone, string appArmor, string most, string? expected) =>
        Assert.Equal(expected, DelegationFacts.FindForbidding(path => Path.GetFileName(path) switch
        {
            "unprivileged_userns_clone" => clone,
            "apparmor_restrict_unprivileged_userns" => appArmor,
            _ => most,
        }));
}
