using Goldcrest.Core.Invoke;
using Goldcrest.Core.Pool;
using Goldcrest.Server.RuntimeApi;

namespace Goldcrest.Tests.Pool;

public sealed class FunctionSandboxRestoreTests
{
    [Fact]
    public async Task A_program_that_waits_goes_on_when_its_sandbox_is_taken_for_the_first_invocation()
    {
        var hooks = new TaskCompletionSource();
        var rig = Rig(async (sandbox, session, restored) =>
        {
            await restored;
            await hooks.Task;
            SandboxRig.Echo(sandbox, session);
        });

        await Until.EndAsync(rig.Function.InitialiseAsync());
        var invocation = rig.Function.InvokeAsync(Versions.Request("a"));
        await Until.TrueAsync(() => rig.Function.Phase == SandboxPhase.Restore);
        rig.Clock.Advance(TimeSpan.FromSeconds(9));
        hooks.SetResult();
        var result = await Until.EndAsync(invocation);
        await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request("b")));

        Assert.IsType<InvokeOutcome.Responded>(result.Outcome);
        Assert.Equal(
            [
                "INIT_REPORT Init Duration: 0.00 ms\tPhase: init",
                "RESTORE_START Runtime Version: python:3.11.2\tRuntime Version ARN: arn",
                "RESTORE_REPORT Restore Duration: 9000.00 ms",
                "START RequestId: a Version: 1",
                "END RequestId: a",
                "REPORT RequestId: a\tDuration: 0.00 ms\tBilled Duration: 0 ms\tMemory Size: 128 MB\tMax Memory Used: 1 MB\tRestore Duration: 9000.00 ms\tBilled Restore Duration: 9000 ms\t",
                "START RequestId: b Version: 1",
                "END RequestId: b",
                "REPORT RequestId: b\tDuration: 0.00 ms\tBilled Duration: 0 ms\tMemory Size: 128 MB\tMax Memory Used: 1 MB\t",
            ],
            rig.Log.Lines);
    }

    [Fact]
    public async Task A_restore_has_ten_seconds_and_the_next_invocation_starts_anew()
    {
        var rig = Rig(async (sandbox, session, restored) =>
        {
            await restored;
            if (sandbox.Starts == 2)
            {
                SandboxRig.Echo(sandbox, session);
            }
        });
        await Until.EndAsync(rig.Function.InitialiseAsync());

        var invocation = rig.Function.InvokeAsync(Versions.Request("a"));
        await Until.TrueAsync(() => rig.Function.Phase == SandboxPhase.Restore);
        rig.Clock.Advance(TimeSpan.FromSeconds(10));
        var late = await Until.EndAsync(invocation);
        var next = await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request("b")));

        Assert.Equal(new InvokeOutcome.NotRestored(ErrorType: null), late.Outcome);
        Assert.IsType<InvokeOutcome.Responded>(next.Outcome);
        Assert.Contains("RESTORE_REPORT Restore Duration: 10000.00 ms\tStatus: timeout", rig.Log.Lines);
        Assert.DoesNotContain(rig.Log.Lines, line => line.Contains("RequestId: a", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_hook_that_fails_is_told_and_the_event_is_not_handed_over()
    {
        var rig = Rig(async (sandbox, session, restored) =>
        {
            await restored;
            session.BeginRestoreError();
            session.EndRestoreError(new InvokeOutcome.HandlerFailed(default, "Runtime.AfterRestoreError"));
            sandbox.Exit(1);
        });
        await Until.EndAsync(rig.Function.InitialiseAsync());

        var result = await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request("a")));

        Assert.Equal(new InvokeOutcome.NotRestored("Runtime.AfterRestoreError"), result.Outcome);
        Assert.Equal((SandboxPhase.Reset, 1), (rig.Function.Phase, rig.Sandbox.Resets));
    }

    [Fact]
    public async Task A_program_that_dies_in_its_hooks_is_told_too()
    {
        var rig = Rig(async (sandbox, _, restored) =>
        {
            await restored;
            sandbox.Exit(3);
        });
        await Until.EndAsync(rig.Function.InitialiseAsync());

        var result = await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request("a")));

        Assert.Equal(new InvokeOutcome.NotRestored("Runtime.ExitError"), result.Outcome);
    }

    [Fact]
    public async Task A_program_without_hooks_that_asks_for_events_at_once_is_ready_as_it_is()
    {
        var rig = new SandboxRig(SandboxRig.Echo, Versions.Snapshot());
        await Until.EndAsync(rig.Function.InitialiseAsync());

        var result = await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request("a")));

        Assert.IsType<InvokeOutcome.Responded>(result.Outcome);
        Assert.DoesNotContain(rig.Log.Lines, line => line.StartsWith("RESTORE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task INIT_for_a_snapshot_has_130_seconds()
    {
        var rig = new SandboxRig((_, _) => { }, Versions.Snapshot());

        var init = rig.Function.InitialiseAsync();
        rig.Clock.Advance(TimeSpan.FromSeconds(129.999));
        var early = init.IsCompleted;
        rig.Clock.Advance(TimeSpan.FromSeconds(0.001));

        Assert.IsType<InvokeOutcome.Faulted>(await Until.EndAsync(init));
        Assert.False(early);
    }

    [Fact]
    public async Task A_sandbox_that_waits_for_its_restore_is_frozen_and_thawed()
    {
        var rig = Rig(async (sandbox, session, restored) =>
        {
            await restored;
            SandboxRig.Echo(sandbox, session);
        });
        await Until.EndAsync(rig.Function.InitialiseAsync());

        rig.Clock.Advance(SandboxRig.FreezeAfter);
        var rested = rig.Function.Phase;
        await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request("a")));

        Assert.Equal((SandboxPhase.Frozen, 1), (rested, rig.Sandbox.Thaws));
    }

    /// <param name="afterWait">What the program does once it asked for its restore.</param>
    private static SandboxRig Rig(Func<ScriptedSandbox, RuntimeSession, Task, Task> afterWait) => new(
        (sandbox, session) => _ = afterWait(sandbox, session, session.RestoreNext(CancellationToken.None).Restored!), Versions.Snapshot());
}
