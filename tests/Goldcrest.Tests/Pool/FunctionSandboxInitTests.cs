using Goldcrest.Core.Invoke;
using Goldcrest.Server.RuntimeApi;
using Goldcrest.Server.Sandboxes;

namespace Goldcrest.Tests.Pool;

public sealed class FunctionSandboxInitTests
{
    private static readonly Action<ScriptedSandbox, RuntimeSession> Silent = (_, _) => { };

    [Fact]
    public async Task INIT_that_takes_ten_seconds_is_run_again_in_the_invocation()
    {
        var rig = new SandboxRig((sandbox, session) =>
        {
            if (sandbox.Starts == 2)
            {
                SandboxRig.Echo(sandbox, session);
            }
        });

        var init = rig.Function.InitialiseAsync();
        rig.Clock.Advance(TimeSpan.FromSeconds(9.999));
        var early = init.IsCompleted;
        rig.Clock.Advance(TimeSpan.FromSeconds(0.001));
        await Until.EndAsync(init);
        var result = await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request("a")));

        Assert.False(early);
        Assert.Equal(("a", 2), (Text(result.Outcome), rig.Sandbox.Starts));
        Assert.Equal(
            [
                "INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout",
                "START RequestId: a Version: $LATEST",
                "END RequestId: a",
                "REPORT RequestId: a\tDuration: 0.00 ms\tBilled Duration: 0 ms\tMemory Size: 128 MB\tMax Memory Used: 1 MB\t",
            ],
            rig.Log.Lines);
    }

    [Fact]
    public async Task INIT_in_the_invocation_has_the_time_of_the_function()
    {
        var rig = new SandboxRig(Silent);
        var init = rig.Function.InitialiseAsync();
        rig.Clock.Advance(TimeSpan.FromSeconds(10));
        await Until.EndAsync(init);

        var invocation = rig.Function.InvokeAsync(Versions.Request("a"));
        rig.Clock.Advance(TimeSpan.FromSeconds(3));
        var result = await Until.EndAsync(invocation);

        Assert.Equal("Task timed out after 3.00 seconds", Fault(result.Outcome).Message);
        Assert.Equal(
            [
                "INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout",
                "INIT_REPORT Init Duration: 3000.00 ms\tPhase: invoke\tStatus: timeout",
                "START RequestId: a Version: $LATEST",
                "2026-01-02T03:04:18.000Z a Task timed out after 3.00 seconds\n",
                "END RequestId: a",
                "REPORT RequestId: a\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 128 MB\tMax Memory Used: 1 MB\tStatus: timeout",
            ],
            rig.Log.Lines);
    }

    [Fact]
    public async Task INIT_that_fails_is_told_twice_and_answers_what_the_program_said()
    {
        var rig = new SandboxRig((sandbox, session) =>
        {
            session.BeginInitError();
            session.EndInitError(new InvokeOutcome.HandlerFailed("{\"errorType\":\"E\"}"u8.ToArray(), "Runtime.ImportModuleError"));
            sandbox.Exit(code: 1);
        });

        await Until.EndAsync(rig.Function.InitialiseAsync());
        var result = await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request("a")));

        Assert.Equal("{\"errorType\":\"E\"}", System.Text.Encoding.UTF8.GetString(((InvokeOutcome.HandlerFailed)result.Outcome).Payload.Span));
        Assert.Equal(
            [
                "INIT_REPORT Init Duration: 0.00 ms\tPhase: init\tStatus: error\tError Type: Runtime.ImportModuleError",
                "INIT_REPORT Init Duration: 0.00 ms\tPhase: invoke\tStatus: error\tError Type: Runtime.ImportModuleError",
                "START RequestId: a Version: $LATEST",
                "END RequestId: a",
                "REPORT RequestId: a\tDuration: 0.00 ms\tBilled Duration: 0 ms\tMemory Size: 128 MB\tMax Memory Used: 1 MB\tStatus: error\tError Type: Runtime.ImportModuleError",
            ],
            rig.Log.Lines);
        Assert.Equal(rig.Log.Lines, System.Text.Encoding.UTF8.GetString(result.LogTail).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_program_that_said_it_failed_and_stays_is_killed_after_a_second()
    {
        var rig = new SandboxRig((_, session) =>
        {
            session.BeginInitError();
            session.EndInitError(new InvokeOutcome.HandlerFailed("{}"u8.ToArray(), "Runtime.Unknown"));
        });

        var init = rig.Function.InitialiseAsync();
        await AdvanceUntilAsync(rig, init);

        Assert.Equal(1, rig.Sandbox.Resets);
    }

    [Fact]
    public async Task A_program_that_cannot_be_executed_is_never_started()
    {
        var rig = new SandboxRig(Silent, flaw: FunctionFault.InvalidEntrypoint("fork/exec /var/task/bootstrap: permission denied"));
        await rig.Function.InitialiseAsync();

        var result = await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request("a")));

        Assert.Equal(("Runtime.InvalidEntrypoint", 0), (Fault(result.Outcome).ErrorType, rig.Sandbox.Starts));
        Assert.Contains("RequestId: a Error: fork/exec /var/task/bootstrap: permission denied\nRuntime.InvalidEntrypoint", rig.Log.Lines);
    }

    [Fact]
    public async Task Init_Duration_is_told_once()
    {
        var rig = new SandboxRig(SandboxRig.Echo);
        await rig.Function.InitialiseAsync();

        await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request("a")));
        await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request("b")));

        Assert.Equal(1, rig.Log.Lines.Count(line => line.Contains("Init Duration", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_interrupted_INIT_ends_by_an_exception()
    {
        var rig = new SandboxRig(Silent);
        var init = rig.Function.InitialiseAsync();

        rig.Function.Interrupt();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Until.EndAsync(init));
    }

    [Fact]
    public async Task A_host_that_cannot_start_the_program_says_so()
    {
        var rig = new SandboxRig(Silent) { Sandbox = { StartFailure = new SandboxLaunchException("no more processes") } };

        await Assert.ThrowsAsync<SandboxLaunchException>(rig.Function.InitialiseAsync);
    }

    /// <summary>Lets time pass until the task ends.</summary>
    private static Task AdvanceUntilAsync(SandboxRig rig, Task task) => Until.TrueAsync(() =>
    {
        rig.Clock.Advance(TimeSpan.FromSeconds(0.1));
        return task.IsCompleted;
    });

    private static string Text(InvokeOutcome outcome) => System.Text.Encoding.UTF8.GetString(((InvokeOutcome.Responded)outcome).Payload.Span);

    private static FunctionFault Fault(InvokeOutcome outcome) => ((InvokeOutcome.Faulted)outcome).Fault;
}
