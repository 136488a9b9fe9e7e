using Goldcrest.Core.Extensions;
using Call = Goldcrest.Core.Extensions.ExtensionProtocol.Call;

namespace Goldcrest.Tests.Extensions;

public sealed class ExtensionProtocolTests
{
    [Fact]
    public void Exactly_these_calls_lead_anywhere()
    {
        var allowed = from phase in Enum.GetValues<ExtensionPhase>()
                      from call in Enum.GetValues<Call>()
                      where ExtensionProtocol.Next(phase, call) is not null
                      select $"{phase} {call} {ExtensionProtocol.Next(phase, call)}";

        Assert.Equal(
            [
                "Started Register Registered",
                "Started LaunchFailed LaunchError",
                "Started Ended Exited",
                "Registered Next Ready",
                "Registered InitError InitError",
                "Registered ExitError ExitError",
                "Registered Ended Exited",
                "Ready Delivered Running",
                "Ready ExitError ExitError",
                "Ready Ended Exited",
                "Running Next Ready",
                "Running ExitError ExitError",
                "Running Ended Exited",
                "InitError InitError InitError",
                "ExitError ExitError ExitError",
            ],
            allowed);
    }

    [Fact]
    public void Every_call_names_the_phase_that_it_wants()
    {
        var wanted = Enum.GetValues<Call>().Select(ExtensionProtocol.Wanted);

        Assert.Equal(
            [
                ExtensionPhase.Registered, ExtensionPhase.Ready, ExtensionPhase.Running, ExtensionPhase.InitError,
                ExtensionPhase.ExitError, ExtensionPhase.LaunchError, ExtensionPhase.Exited,
            ],
            wanted);
    }

    [Theory]
    [InlineData(false, false, 0, 0)]
    [InlineData(false, true, 500, 500)]
    [InlineData(true, false, 300, 2_000)]
    [InlineData(true, true, 300, 2_000)]
    public void Programs_have_as_long_to_end_as_their_kinds_demand(bool hasExternal, bool hasInternal, int runtimeMs, int wholeMs)
    {
        var times = ShutdownTimes.Of(hasExternal, hasInternal);

        Assert.Equal((runtimeMs, wholeMs), (times.Runtime.TotalMilliseconds, times.Whole.TotalMilliseconds));
    }
}
