using Goldcrest.Cli;
using Goldcrest.Cli.Commands;
using Goldcrest.Cli.Installing;

namespace Goldcrest.Tests.Cli;

public sealed class HostRequirementsTests
{
    [Fact]
    public void What_is_found_is_ok_and_doctor_succeeds()
    {
        Assert.Equal(ExitCodes.Done, DoctorCommand.Report(HostRequirements.Look(_ => true), TextWriter.Null));
    }

    [Fact]
    public void What_is_missing_is_named_with_the_command_that_installs_it()
    {
        var output = new StringWriter();

        var code = DoctorCommand.Report(HostRequirements.Look(path => !path.EndsWith("/crun", StringComparison.Ordinal)), output);

        Assert.Equal(ExitCodes.Failed, code);
        Assert.Contains("apt-get install -y --no-install-recommends crun\n", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_interpreter_outside_usr_bin_does_not_count()
    {
        var requirements = HostRequirements.Look(path => path.StartsWith("/usr/local/", StringComparison.Ordinal));

        Assert.Null(requirements.Single(requirement => requirement.Name == "node").FoundAt);
    }
}
