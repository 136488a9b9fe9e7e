using Goldcrest.Cli;
using Goldcrest.Cli.Commands;
using Goldcrest.Cli.Installing;
using Goldcrest.Core.Sandboxes;
using Goldcrest.Server.Hosting;

namespace Goldcrest.Tests.Hosting;

public sealed class HostCheckTests
{
    private static readonly HostFacts Complete = new()
    {
        IsRoot = true,
        Kernel = new Version(6, 1),
        FileExists = _ => true,
        Multiarch = "x86_64-linux-gnu",
        HasLoopDevices = true,
        HasUserNamespaces = true,
        HasController = _ => true,
        Cgroups = "version 2",
    };

    private static readonly HostFacts Bare = Complete with
    {
        IsRoot = false,
        Kernel = new Version(4, 19),
        FileExists = _ => false,
        HasLoopDevices = false,
        HasUserNamespaces = false,
        HasController = _ => false,
    };

    [Fact]
    public void A_complete_host_lacks_nothing() => Assert.All(HostCheck.Judge(Complete), requirement => Assert.NotNull(requirement.Found));

    [Fact]
    public void A_bare_host_is_told_everything_with_a_remedy() =>
        Assert.All(HostCheck.Judge(Bare), requirement => Assert.True(requirement is { Found: null, Remedy.Length: > 0, Purpose.Length: > 0 }));

    [Fact]
    public void A_host_without_loop_devices_still_runs_sandboxes() =>
        Assert.False(HostCheck.Judge(Complete with { HasLoopDevices = false }).Single(requirement => requirement.Found is null).IsFatal);

    [Fact]
    public void An_ordinary_user_needs_neither_root_nor_control_groups_and_is_told_what_he_lacks()
    {
        var requirements = HostCheck.Judge(Complete with { IsRoot = false, HasController = _ => false, HasLoopDevices = false }, Isolation.Process);

        Assert.All(requirements, requirement => Assert.True(requirement is { Found: not null } or { IsFatal: false }));
        Assert.Contains("not limited", requirements.Single(requirement => requirement.Name == "limits").Purpose, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Isolation.Crun, "crun")]
    [InlineData(Isolation.Runsc, "runsc")]
    [InlineData(Isolation.Process, "bwrap")]
    public void The_program_that_builds_sandboxes_is_demanded_for_the_isolation_that_uses_it(Isolation isolation, string program)
    {
        var host = Complete with { FileExists = path => path is not ("/usr/bin/crun" or "/usr/bin/runsc" or "/usr/bin/bwrap") };

        var fatal = Assert.Single(HostCheck.Judge(host, isolation), requirement => requirement is { Found: null, IsFatal: true });

        Assert.Equal(program, fatal.Name);
    }

    [Fact]
    public void An_interpreter_outside_usr_bin_does_not_count()
    {
        var requirements = HostCheck.Judge(Complete with { FileExists = path => path.StartsWith("/usr/local/", StringComparison.Ordinal) });

        Assert.Null(requirements.Single(requirement => requirement.Name == "node").Found);
    }

    [Fact]
    public void Doctor_succeeds_where_only_something_dispensable_is_missing() =>
        Assert.Equal(ExitCodes.Done, DoctorCommand.Report(HostCheck.Judge(Complete with { HasLoopDevices = false }), [], TextWriter.Null));

    [Fact]
    public void Doctor_ends_with_one_command_for_all_packages_that_are_missing()
    {
        var output = new StringWriter();
        var host = Complete with { FileExists = path => !path.EndsWith("/crun", StringComparison.Ordinal) && !path.EndsWith("/tini-static", StringComparison.Ordinal) };

        var code = DoctorCommand.Report(HostCheck.Judge(host), [], output);

        Assert.Equal(ExitCodes.Failed, code);
        Assert.EndsWith("Install what is missing with: sudo apt-get install -y --no-install-recommends crun tini\n2 missing.\n", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_may_install_nothing_says_in_one_line_what_to_type()
    {
        var host = Complete with { FileExists = path => !path.EndsWith("/crun", StringComparison.Ordinal) };

        var failure = await Assert.ThrowsAsync<CommandFailure>(
            () => PackageInstaller.ProvideAsync(HostCheck.Judge(host), mayInstall: false, CancellationToken.None));

        Assert.Equal("This host lacks crun. Install with: sudo apt-get install -y --no-install-recommends crun", failure.Message);
    }

    [Fact]
    public async Task A_start_without_root_installs_nothing_and_says_all_that_is_missing()
    {
        var failure = await Assert.ThrowsAsync<CommandFailure>(
            () => PackageInstaller.ProvideAsync(HostCheck.Judge(Bare), mayInstall: true, CancellationToken.None));

        Assert.StartsWith("This host lacks root (", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Install with: sudo apt-get install -y --no-install-recommends crun tini util-linux e2fsprogs libsqlite3-0 nodejs python3", failure.Message, StringComparison.Ordinal);
    }
}
