using Goldcrest.Core.Pool;
using Step = Goldcrest.Core.Pool.SandboxLife.Step;

namespace Goldcrest.Tests.Pool;

public sealed class SandboxLifeTests
{
    [Fact]
    public void Exactly_these_steps_lead_anywhere()
    {
        var allowed = from phase in Enum.GetValues<SandboxPhase>()
                      from step in Enum.GetValues<Step>()
                      where step != Step.Remove && SandboxLife.Next(phase, step) is not null
                      select $"{phase} {step} {SandboxLife.Next(phase, step)}";

        Assert.Equal(
            [
                "Made Boot Init",
                "Init Ready Idle",
                "Init Shut Shutdown",
                "Init Kill Reset",
                "Idle Restore Restore",
                "Idle Freeze Frozen",
                "Idle Deliver Invoke",
                "Idle Shut Shutdown",
                "Idle Kill Reset",
                "Frozen Thaw Idle",
                "Restore Ready Idle",
                "Restore Shut Shutdown",
                "Restore Kill Reset",
                "Invoke Finish Idle",
                "Invoke Shut Shutdown",
                "Invoke Kill Reset",
                "Shutdown Kill Reset",
                "Reset Boot InvokeInit",
                "InvokeInit Ready Idle",
                "InvokeInit Shut Shutdown",
                "InvokeInit Kill Reset",
            ],
            allowed);
    }

    [Fact]
    public void A_sandbox_may_be_removed_at_any_time_but_only_once()
    {
        var removed = Enum.GetValues<SandboxPhase>().Where(phase => SandboxLife.Next(phase, Step.Remove) == SandboxPhase.Removed);

        Assert.Equal(Enum.GetValues<SandboxPhase>().Where(phase => phase != SandboxPhase.Removed), removed);
    }

    [Fact]
    public void Nothing_happens_to_what_is_removed()
    {
        Assert.All(Enum.GetValues<Step>(), step => Assert.Null(SandboxLife.Next(SandboxPhase.Removed, step)));
    }
}
