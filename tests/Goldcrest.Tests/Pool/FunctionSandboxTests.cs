using Goldcrest.Core.Invoke;
using Goldcrest.Core.RuntimeApi;
using Goldcrest.Server.RuntimeApi;

namespace Goldcrest.Tests.Pool;

public sealed class FunctionSandboxTests
{
    [Fact]
    public async Task Invocations_run_in_one_life_of_the_program()
    {
        var rig = new SandboxRig(SandboxRig.Echo);
        await rig.Function.InitialiseAsync();

        var first = await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request("a")));
        var second = await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request("b")));

        Assert.Equal(("a", "b", 1), (Text(first.Outcome), Text(second.Outcome), rig.Sandbox.Starts));
        Assert.Equal((0, 1), (rig.Sandbox.Resets, rig.Sandbox.CpuLimits));
    }

    [Fact]
    public async Task An_invocation_that_takes_too_long_is_ended_and_the_next_boots_again()
    {
        var rig = new SandboxRig(SandboxRig.Program((sandbox, session, invocation) =>
        {
            if (sandbox.Starts == 2)
            {
                SandboxRig.Answer(session, invocation, "2"u8.ToArray());
            }
        }));
        await rig.Function.InitialiseAsync();

        var late = rig.Function.InvokeAsync(Versions.Request());
        await AdvanceUntilAsync(rig, late);
        var next = await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request("b")));

        Assert.Equal(FunctionFault.Timeout(TimeSpan.FromSeconds(3)), Fault((await late).Outcome));
        Assert.Equal(("2", 2, 1), (Text(next.Outcome), rig.Sandbox.Starts, rig.Sandbox.Resets));
    }

    [Fact]
    public async Task An_answer_that_comes_after_the_time_was_up_is_not_taken()
    {
        Action? answer = null;
        var rig = new SandboxRig(SandboxRig.Program((_, session, invocation) => answer = () => SandboxRig.Answer(session, invocation, "late"u8.ToArray())));
        await rig.Function.InitialiseAsync();

        var late = rig.Function.InvokeAsync(Versions.Request());
        await Until.TrueAsync(() => answer is not null);
        await AdvanceUntilAsync(rig, late);
        answer!();

        Assert.True(Fault((await late).Outcome).IsTimeout);
    }

    [Theory]
    [InlineData(0, null, "Runtime exited without providing a reason")]
    [InlineData(3, null, "Runtime exited with error: exit status 3")]
    [InlineData(null, 11, "Runtime exited with error: signal: segmentation fault")]
    public async Task A_program_that_ends_is_told_by_its_exit(int? code, int? signal, string message)
    {
        var rig = new SandboxRig(SandboxRig.Program((sandbox, _, _) => sandbox.Exit(code, signal)));
        await rig.Function.InitialiseAsync();

        var result = await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request()));

        Assert.Equal(("Runtime.ExitError", message), (Fault(result.Outcome).ErrorType, Fault(result.Outcome).Message));
        Assert.Equal(1, rig.Sandbox.Resets);
    }

    [Fact]
    public async Task Memory_that_is_used_up_is_told_as_such_with_the_whole_size()
    {
        var rig = new SandboxRig(SandboxRig.Program((sandbox, _, _) => sandbox.Exit(code: null, signal: 9, outOfMemory: true)));
        await rig.Function.InitialiseAsync();

        var result = await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request()));

        Assert.Equal(FunctionFault.OutOfMemory, Fault(result.Outcome));
        Assert.EndsWith("Memory Size: 128 MB\tMax Memory Used: 128 MB\tInit Duration: 0.00 ms\tStatus: error\tError Type: Runtime.OutOfMemory", rig.Log.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_outlives_another_process_s_end_by_the_kernel_is_told_by_its_own_exit()
    {
        var rig = new SandboxRig(SandboxRig.Program((sandbox, _, _) => sandbox.Exit(code: 1, signal: null, outOfMemory: true)));
        await rig.Function.InitialiseAsync();

        var result = await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request()));

        Assert.Equal("Runtime exited with error: exit status 1", Fault(result.Outcome).Message);
    }

    [Fact]
    public async Task A_tail_does_not_begin_with_an_earlier_invocation_whose_INIT_failed()
    {
        var rig = new SandboxRig((sandbox, _) => sandbox.Exit(code: 1));
        await rig.Function.InitialiseAsync();
        await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request("a") with { WantsTail = true }));

        var second = await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request("b") with { WantsTail = true }));

        var tail = System.Text.Encoding.UTF8.GetString(second.LogTail);
        Assert.Contains("START RequestId: b", tail, StringComparison.Ordinal);
        Assert.DoesNotContain("RequestId: a", tail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_died_while_idle_is_booted_again_for_the_next_event()
    {
        var rig = new SandboxRig(SandboxRig.Echo);
        await rig.Function.InitialiseAsync();
        rig.Sandbox.Exit(code: 1);

        var result = await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request("a")));

        Assert.Equal(("a", 2), (Text(result.Outcome), rig.Sandbox.Starts));
    }

    [Fact]
    public async Task A_program_that_dies_before_it_takes_the_event_gets_another_life_for_it()
    {
        var rig = new SandboxRig(DiesBeforeItAsksAgain(livesTill: 2));
        await rig.Function.InitialiseAsync();

        var result = await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request("a")));

        Assert.Equal(("a", 2), (Text(result.Outcome), rig.Sandbox.Starts));
    }

    [Fact]
    public async Task An_event_is_not_given_lives_without_end()
    {
        var rig = new SandboxRig(DiesBeforeItAsksAgain(livesTill: 99));
        await rig.Function.InitialiseAsync();

        var result = await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request("a")));

        Assert.Equal("Runtime.ExitError", Fault(result.Outcome).ErrorType);
        Assert.InRange(rig.Sandbox.Starts, 2, 3);
    }

    [Fact]
    public async Task A_program_that_breaks_off_its_answer_because_it_ended_is_told_by_its_exit()
    {
        var rig = new SandboxRig(SandboxRig.Program((sandbox, session, invocation) =>
        {
            BreakOff(session, invocation);
            sandbox.Exit(code: 7);
        }));
        await rig.Function.InitialiseAsync();

        var result = await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request()));

        Assert.Equal("Runtime exited with error: exit status 7", Fault(result.Outcome).Message);
    }

    [Fact]
    public async Task A_program_that_breaks_off_its_answer_and_lives_is_told_so()
    {
        var isBrokenOff = false;
        var rig = new SandboxRig(SandboxRig.Program((_, session, invocation) =>
        {
            BreakOff(session, invocation);
            isBrokenOff = true;
        }));
        await rig.Function.InitialiseAsync();

        var invocation = rig.Function.InvokeAsync(Versions.Request());
        await Until.TrueAsync(() => Volatile.Read(ref isBrokenOff));
        await AdvanceUntilAsync(rig, invocation);

        Assert.Equal("Runtime.TruncatedResponse", Fault((await invocation).Outcome).ErrorType);
    }

    [Fact]
    public async Task What_a_program_answered_before_it_ended_counts_when_it_is_read_later()
    {
        Action? read = null;
        var rig = new SandboxRig(SandboxRig.Program((sandbox, session, invocation) =>
        {
            session.BeginAnswer(invocation.RequestId, RuntimeProtocol.Call.Response);
            read = () => session.EndAnswer(invocation, new InvokeOutcome.Responded("whole"u8.ToArray()));
            sandbox.Exit(code: 0);
        }));
        await rig.Function.InitialiseAsync();

        var invocation = rig.Function.InvokeAsync(Versions.Request());
        await Until.TrueAsync(() => read is not null);
        read!();

        Assert.Equal("whole", Text((await Until.EndAsync(invocation)).Outcome));
    }

    [Fact]
    public async Task Memory_is_the_highest_of_all_lives()
    {
        var rig = new SandboxRig(SandboxRig.Program((sandbox, session, invocation) =>
        {
            if (sandbox.Starts == 1)
            {
                sandbox.PeakBytes = 50 << 20;
                sandbox.Exit(code: 1);
                return;
            }

            sandbox.PeakBytes = (20 << 20) + 1;
            SandboxRig.Answer(session, invocation, "1"u8.ToArray());
        }));
        await rig.Function.InitialiseAsync();

        await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request("a")));
        await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request("b")));

        Assert.Equal(2, rig.Log.Lines.Count(line => line.Contains("Max Memory Used: 50 MB", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_tail_holds_this_invocation_only()
    {
        SandboxRig? rig = null;
        rig = new SandboxRig(SandboxRig.Program((_, session, invocation) =>
        {
            rig!.Printer($"about {invocation.RequestId}, no line break");
            SandboxRig.Answer(session, invocation, "1"u8.ToArray());
        }));
        await rig.Function.InitialiseAsync();

        await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request("a")));
        var result = await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request("b")));

        Assert.Equal(
            "START RequestId: b Version: $LATEST\nabout b, no line break\nEND RequestId: b\n"
            + "REPORT RequestId: b\tDuration: 0.00 ms\tBilled Duration: 0 ms\tMemory Size: 128 MB\tMax Memory Used: 1 MB\t\n",
            System.Text.Encoding.UTF8.GetString(result.LogTail));
    }

    [Fact]
    public async Task An_interrupted_invocation_ends_by_an_exception()
    {
        var rig = new SandboxRig(SandboxRig.Program((_, _, _) => { }));
        await rig.Function.InitialiseAsync();
        var invocation = rig.Function.InvokeAsync(Versions.Request());

        rig.Function.Interrupt();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Until.EndAsync(invocation));
    }

    [Fact]
    public async Task Disposal_lets_go_of_the_code_and_writes_the_last_words()
    {
        var rig = new SandboxRig(SandboxRig.Echo);
        await rig.Function.InitialiseAsync();
        rig.Printer("last words");

        await rig.Function.DisposeAsync();

        Assert.Equal((1, 1), (rig.Sandbox.Disposals, rig.Pin.Disposals));
        Assert.Equal("last words", rig.Log.Lines[^1]);
    }

    /// <summary>Asks once, hangs up, and ends when the next event comes.</summary>
    private static Action<ScriptedSandbox, RuntimeSession> DiesBeforeItAsksAgain(int livesTill) => (sandbox, session) =>
    {
        if (sandbox.Starts >= livesTill)
        {
            SandboxRig.Echo(sandbox, session);
            return;
        }

        _ = session.Next(new CancellationToken(canceled: true));
        _ = session.Initialised.ContinueWith(_ => sandbox.Exit(code: 1), TaskScheduler.Default);
    };

    private static void BreakOff(RuntimeSession session, Invocation invocation)
    {
        session.BeginAnswer(invocation.RequestId, RuntimeProtocol.Call.Response);
        session.EndAnswer(invocation, new InvokeOutcome.Faulted(FunctionFault.TruncatedResponse));
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
