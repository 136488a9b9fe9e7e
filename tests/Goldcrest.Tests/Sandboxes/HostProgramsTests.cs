using Goldcrest.Server.Sandboxes;
using Goldcrest.Server.Sandboxes.Linux;
using Goldcrest.Tests.Pool;

namespace Goldcrest.Tests.Sandboxes;

public sealed class HostProgramsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_program_that_hangs_is_killed_and_its_name_is_told()
    {
        using var loop = new EpollLoop("test");
        var clock = new ManualClock();
        var running = RunAsync(new HostPrograms(loop, clock), "/bin/sleep", "1000");

        clock.Advance(HostProgram.LongestRun);

        // The clock stands from now on: that it is told shows that the program is gone.
        var fault = await Assert.ThrowsAsync<SandboxLaunchException>(() => running.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Equal("/bin/sleep did not end within 60 seconds and was killed", fault.Message);
    }

    [Fact]
    public async Task How_a_program_ended_is_told()
    {
        using var loop = new EpollLoop("test");

        var exit = await RunAsync(new HostPrograms(loop, new ManualClock()), "/bin/sh", "-c", "exit 7").WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.Equal(new ChildExit(7, null), exit);
    }

    private static Task<ChildExit> RunAsync(HostPrograms host, params string[] command)
    {
        using var nowhere = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite);
        var descriptor = (int)nowhere.DangerousGetHandle();
        return host.RunAsync(command, [descriptor, descriptor, descriptor]);
    }
}
