using Goldcrest.Core.Invoke;
using Goldcrest.Core.Pool;

namespace Goldcrest.Tests.Pool;

public sealed class FunctionSandboxFreezeTests
{
    [Fact]
    public async Task A_sandbox_that_rests_for_a_moment_is_frozen_and_thawed_for_its_next_event()
    {
        var thawedAtEvent = false;
        var rig = new SandboxRig(SandboxRig.Program((sandbox, session, invocation) =>
        {
            thawedAtEvent = !sandbox.IsFrozen;
            SandboxRig.Answer(session, invocation, []);
        }));
        await rig.Function.InitialiseAsync();

        rig.Clock.Advance(SandboxRig.FreezeAfter);
        var phase = rig.Function.Phase;
        await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request()));

        Assert.Equal((SandboxPhase.Frozen, SandboxPhase.Idle), (phase, rig.Function.Phase));
        Assert.Equal((1, 1, true), (rig.Sandbox.Freezes, rig.Sandbox.Thaws, thawedAtEvent));
    }

    [Fact]
    public async Task A_busy_sandbox_is_never_frozen()
    {
        var rig = new SandboxRig(SandboxRig.Echo);
        await rig.Function.InitialiseAsync();

        for (var i = 0; i < 10; i++)
        {
            rig.Clock.Advance(SandboxRig.FreezeAfter - TimeSpan.FromMilliseconds(1));
            await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request($"r{i}")));
        }

        Assert.Equal((0, 0), (rig.Sandbox.Freezes, rig.Sandbox.Thaws));
    }

    [Fact]
    public async Task A_sandbox_is_not_frozen_in_the_midst_of_an_invocation()
    {
        var rig = new SandboxRig(SandboxRig.Program((_, _, _) => { }));
        await rig.Function.InitialiseAsync();

        var running = rig.Function.InvokeAsync(Versions.Request());
        rig.Clock.Advance(10 * SandboxRig.FreezeAfter);

        Assert.False(running.IsCompleted);
        Assert.Equal(0, rig.Sandbox.Freezes);
    }

    [Fact]
    public async Task A_program_that_answered_and_is_not_done_is_frozen_when_it_asks_for_more()
    {
        var done = new TaskCompletionSource();
        var rig = new SandboxRig((sandbox, session) => _ = AnswerAndWaitAsync(session));
        await rig.Function.InitialiseAsync();
        await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request()));

        rig.Clock.Advance(5 * SandboxRig.FreezeAfter);
        var early = rig.Sandbox.Freezes;
        done.SetResult();

        await Until.TrueAsync(() =>
        {
            rig.Clock.Advance(SandboxRig.FreezeAfter);
            return rig.Sandbox.Freezes == 1;
        });
        Assert.Equal(0, early);

        async Task AnswerAndWaitAsync(Server.RuntimeApi.RuntimeSession session)
        {
            var invocation = await session.Next(CancellationToken.None).Invocation!;
            SandboxRig.Answer(session, invocation, []);
            await done.Task;
            _ = session.Next(CancellationToken.None).Invocation;
        }
    }

    [Fact]
    public async Task A_program_that_never_asks_again_is_frozen_when_its_time_is_over()
    {
        var rig = new SandboxRig((sandbox, session) => _ = AnswerOnceAsync(session));
        await rig.Function.InitialiseAsync();
        await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request()));

        rig.Clock.Advance(SandboxRig.FreezeAfter);
        var early = rig.Sandbox.Freezes;
        rig.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal((0, 1), (early, rig.Sandbox.Freezes));

        static async Task AnswerOnceAsync(Server.RuntimeApi.RuntimeSession session) =>
            SandboxRig.Answer(session, await session.Next(CancellationToken.None).Invocation!, []);
    }

    [Fact]
    public async Task A_sandbox_that_cannot_be_frozen_serves_on()
    {
        var rig = new SandboxRig(SandboxRig.Echo) { Sandbox = { FreezeFailure = new IOException("no freezer") } };
        await rig.Function.InitialiseAsync();

        rig.Clock.Advance(SandboxRig.FreezeAfter);
        var result = await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request()));

        Assert.IsType<InvokeOutcome.Responded>(result.Outcome);
        Assert.Equal(0, rig.Sandbox.Thaws);
    }

    [Fact]
    public async Task What_was_reset_or_removed_is_not_frozen()
    {
        var rig = new SandboxRig(SandboxRig.Program((sandbox, _, _) => sandbox.Exit(code: 1)));
        await rig.Function.InitialiseAsync();
        await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request()));
        var phase = rig.Function.Phase;

        rig.Clock.Advance(10 * SandboxRig.FreezeAfter);
        await rig.Function.DisposeAsync();
        rig.Clock.Advance(10 * SandboxRig.FreezeAfter);

        Assert.Equal((SandboxPhase.Reset, SandboxPhase.Removed), (phase, rig.Function.Phase));
        Assert.Equal(0, rig.Sandbox.Freezes);
    }
}
