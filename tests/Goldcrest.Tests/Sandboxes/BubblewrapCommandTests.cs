using System.Text;
using Goldcrest.Server.Sandboxes;
using Goldcrest.Server.Sandboxes.Bubblewrap;

namespace Goldcrest.Tests.Sandboxes;

public sealed class BubblewrapCommandTests
{
    private static readonly BubblewrapPlaces Places = new("/scratch/root", "/scratch/one", Layers: null);

    [Fact]
    public void Variables_are_arguments_each_ended_by_a_zero()
    {
        var arguments = Encoding.UTF8.GetString(BubblewrapCommand.Arguments(Spec(), Places, new Dictionary<string, string> { ["X"] = "a b" }));

        Assert.Contains("\0--setenv\0X\0a b\0", arguments, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v\0--ro-bind\0/etc\0/leak", "/var/task")]
    [InlineData("v", "/var/task\0--ro-bind\0/etc\0/leak")]
    public void What_has_a_zero_itself_becomes_no_argument(string value, string workingDirectory)
    {
        Assert.Throws<SandboxLaunchException>(() =>
            BubblewrapCommand.Arguments(Spec(workingDirectory), Places, new Dictionary<string, string> { ["X"] = value }));
    }

    private static SandboxSpec Spec(string workingDirectory = "/var/task") => new()
    {
        Id = "0123456789abcdef0123456789abcdef",
        MemoryMiB = 256,
        EphemeralStorageMiB = 512,
        CodeDirectory = "/data/code",
        Command = ["/var/task/bootstrap"],
        Environment = new Dictionary<string, string>(),
        Output = new NoOutput(),
        WorkingDirectory = workingDirectory,
    };
}
