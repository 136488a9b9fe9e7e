using Goldcrest.Server.Sandboxes;
using Goldcrest.Server.Sandboxes.Disks;
using Goldcrest.Server.Sandboxes.Linux;

namespace Goldcrest.Tests.Sandboxes;

public sealed class SandboxExitTests
{
    [Theory]
    [InlineData(0, null, 0, null)]
    [InlineData(1, null, 1, null)]
    [InlineData(128, null, 128, null)]
    [InlineData(137, null, null, 9)]
    [InlineData(143, null, null, 15)]
    [InlineData(192, null, null, 64)]
    [InlineData(193, null, 193, null)]
    [InlineData(255, null, 255, null)]
    [InlineData(null, 9, null, 9)]
    public void The_code_of_process_1_is_translated_to_what_its_program_did(int? code, int? signal, int? exitCode, int? exitSignal) =>
        Assert.Equal(new SandboxExit(exitCode, exitSignal, true), OciSandbox.Translate(new ChildExit(code, signal), outOfMemory: true));

    [Fact]
    public void Overlay_names_the_last_layer_first_and_no_path_of_the_host() =>
        Assert.Equal("lowerdir=/proc/self/fd/9:/proc/self/fd/8:/proc/self/fd/7", LayerMount.Options([7, 8, 9]));
}
