using System.Text;
using Goldcrest.Core.Invoke;
using Goldcrest.Core.Pool;
using Goldcrest.Server.Extensions;
using Goldcrest.Server.RuntimeApi;
using Goldcrest.Server.Sandboxes;

namespace Goldcrest.Tests.Pool;

public sealed class FunctionSandboxExtensionTests
{
    private static readonly ExternalExtension Spy = new("spy", null);

    private readonly List<string> _heard = [];
    private TaskCompletionSource? _holdsNext;
    private TaskCompletionSource<SandboxExit>? _exit;

    [Fact]
    public async Task Extensions_are_ready_before_the_first_event_and_hear_of_each()
    {
        var rig = Rig();

        await Until.EndAsync(rig.Function.InitialiseAsync());
        await InvokeToTheEndAsync(rig);

        Assert.Equal("INVOKE request-1", Assert.Single(_heard));
        Assert.Contains("EXTENSION\tName: spy\tState: Ready\tEvents: [INVOKE,SHUTDOWN]", rig.Log.Lines);
    }

    [Fact]
    public async Task An_answer_does_not_wait_for_extensions_but_the_lease_does()
    {
        var rig = Rig();
        await Until.EndAsync(rig.Function.InitialiseAsync());
        _holdsNext = new TaskCompletionSource();

        var result = await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request()));
        var (early, phase) = (rig.Function.Rest.IsCompleted, rig.Function.Phase);
        _holdsNext.SetResult();
        await Until.EndAsync(rig.Function.Rest);

        Assert.IsType<InvokeOutcome.Responded>(result.Outcome);
        Assert.Equal((false, SandboxPhase.Invoke, SandboxPhase.Idle), (early, phase, rig.Function.Phase));
    }

    [Fact]
    public async Task Who_wants_the_log_waits_for_extensions()
    {
        var rig = Rig();
        await Until.EndAsync(rig.Function.InitialiseAsync());
        _holdsNext = new TaskCompletionSource();

        var invocation = rig.Function.InvokeAsync(Versions.Request() with { WantsTail = true });
        await Until.TrueAsync(() => _heard.Count == 1);
        var early = invocation.IsCompleted;
        _holdsNext.SetResult();

        Assert.False(early);
        Assert.Contains("REPORT", Encoding.UTF8.GetString((await Until.EndAsync(invocation)).LogTail));
    }

    [Fact]
    public async Task An_extension_that_does_not_ask_again_is_shut_down_when_the_time_is_up()
    {
        var rig = Rig();
        await Until.EndAsync(rig.Function.InitialiseAsync());
        _holdsNext = new TaskCompletionSource();

        var result = await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request()));
        await AdvanceUntilAsync(rig, rig.Function.Rest);

        Assert.IsType<InvokeOutcome.Responded>(result.Outcome);
        Assert.Equal(SandboxPhase.Reset, rig.Function.Phase);
        Assert.Contains("Status: timeout", rig.Log.Lines[^1]);
        Assert.Equal(1, rig.Sandbox.Terminations);
    }

    [Fact]
    public async Task An_extension_that_crashes_fails_the_invocation_and_is_started_anew()
    {
        var rig = Rig(SandboxRig.Program((_, _, _) => _exit!.TrySetResult(new SandboxExit(3, null, false))));
        await Until.EndAsync(rig.Function.InitialiseAsync());

        var invocation = rig.Function.InvokeAsync(Versions.Request());
        // The clock must not outrun the news of the crash.
        await Until.EndAsync(rig.Extensions.Told);
        await AdvanceUntilAsync(rig, invocation);

        Assert.Equal(("Extension.Crash", "exit status 3"), FaultOf((await invocation).Outcome));
        Assert.Equal(SandboxPhase.Reset, rig.Function.Phase);
    }

    [Fact]
    public async Task An_extension_that_cannot_be_executed_fails_INIT_and_the_invocation()
    {
        var rig = Rig(externals: [new ExternalExtension("spy", "permission denied")]);
        await Until.EndAsync(rig.Function.InitialiseAsync());

        var result = await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request()));

        Assert.Equal(("Extension.LaunchError", "fork/exec /opt/extensions/spy: permission denied"), FaultOf(result.Outcome));
        Assert.Equal(0, rig.Sandbox.Starts);
        Assert.Contains("EXTENSION\tName: spy\tState: LaunchError\tEvents: []\tError Type: PermissionDenied", rig.Log.Lines);
    }

    [Fact]
    public async Task Eleven_external_extensions_are_one_too_many()
    {
        var rig = Rig(externals: [.. Enumerable.Range(0, 11).Select(i => new ExternalExtension($"e{i}", null))]);
        await Until.EndAsync(rig.Function.InitialiseAsync());

        var result = await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request()));

        Assert.Equal(("Extension.LaunchError", "Extension limit (10) reached"), FaultOf(result.Outcome));
    }

    [Fact]
    public async Task The_runtime_waits_for_all_external_extensions_to_register()
    {
        var rig = new SandboxRig(SandboxRig.Echo, externals: [Spy]) { Sandbox = { Companion = (_, exited) => _exit = exited } };

        var init = rig.Function.InitialiseAsync();
        rig.Clock.Advance(TimeSpan.FromSeconds(9.9));
        var starts = rig.Sandbox.Starts;
        await AdvanceUntilAsync(rig, init);

        Assert.Equal((0, 0), (starts, rig.Sandbox.Starts));
        Assert.Contains(rig.Log.Lines, line => line.StartsWith("INIT_REPORT Init Duration: ", StringComparison.Ordinal) && line.EndsWith("Status: timeout", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sandbox_that_goes_tells_its_runtime_first_then_its_extensions()
    {
        var rig = Rig();
        await Until.EndAsync(rig.Function.InitialiseAsync());
        rig.Clock.Advance(SandboxRig.FreezeAfter);
        rig.Sandbox.OnTerminate = () =>
        {
            _heard.Add(rig.Sandbox.IsFrozen ? "SIGTERM while frozen" : "SIGTERM");
            rig.Sandbox.Exit(code: 0);
        };

        await Until.EndAsync(rig.Function.DisposeAsync().AsTask());

        Assert.Equal(["SIGTERM", "SHUTDOWN spindown"], _heard);
        Assert.Equal(1, rig.Sandbox.Disposals);
    }

    [Fact]
    public async Task Who_ignores_everything_is_ended_after_two_seconds()
    {
        var rig = new SandboxRig(SandboxRig.Echo, externals: [Spy])
        {
            Sandbox = { Companion = (_, exited) => _exit = exited },
        };
        var init = rig.Function.InitialiseAsync();
        var id = rig.Extensions.Register("spy", ["SHUTDOWN"]).Id!.Value;
        _ = rig.Extensions.Next(id, CancellationToken.None);
        await Until.EndAsync(init);

        var gone = rig.Function.DisposeAsync().AsTask();
        var began = rig.Clock.GetUtcNow();
        await AdvanceUntilAsync(rig, gone);

        Assert.Equal((1, 1), (rig.Sandbox.Kills, rig.Sandbox.Disposals));
        Assert.True(rig.Clock.GetUtcNow() - began >= TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Without_extensions_nobody_is_told_anything()
    {
        var rig = new SandboxRig(SandboxRig.Echo);
        await rig.Function.InitialiseAsync();

        await Until.EndAsync(rig.Function.DisposeAsync().AsTask());

        Assert.Equal((0, 1), (rig.Sandbox.Terminations, rig.Sandbox.Disposals));
    }

    [Fact]
    public async Task An_internal_extension_makes_the_runtime_hear_SIGTERM_for_half_a_second()
    {
        var rig = new SandboxRig((sandbox, session) =>
        {
            var id = session.Extensions.Register("inside", ["INVOKE"]).Id!.Value;
            _ = session.Extensions.Next(id, CancellationToken.None);
            SandboxRig.Echo(sandbox, session);
        });
        await Until.EndAsync(rig.Function.InitialiseAsync());

        var gone = rig.Function.DisposeAsync().AsTask();
        rig.Clock.Advance(TimeSpan.FromMilliseconds(499));
        var early = rig.Sandbox.Kills;
        rig.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await Until.EndAsync(gone);

        Assert.Equal((1, 0, 1), (rig.Sandbox.Terminations, early, rig.Sandbox.Kills));
    }

    private SandboxRig Rig(Action<ScriptedSandbox, RuntimeSession>? program = null, IReadOnlyList<ExternalExtension>? externals = null)
    {
        SandboxRig? rig = null;
        rig = new SandboxRig(program ?? SandboxRig.Echo, externals: externals ?? [Spy])
        {
            Sandbox =
            {
                Companion = (companion, exited) =>
                {
                    _exit = exited;
                    _ = PlayAsync(rig!.Extensions, companion.Command[0].Split('/')[^1], exited);
                },
            },
        };
        return rig;
    }

    /// <summary>An extension as it should be, but for what the test holds back.</summary>
    private async Task PlayAsync(ExtensionRegistry registry, string name, TaskCompletionSource<SandboxExit> exited)
    {
        var id = registry.Register(name, ["INVOKE", "SHUTDOWN"]).Id!.Value;
        while (registry.Next(id, CancellationToken.None).Event is { } next)
        {
            ExtensionEvent given;
            try
            {
                given = await next;
            }
            catch (OperationCanceledException)
            {
                return;
            }

            using var body = System.Text.Json.JsonDocument.Parse(given.Body);
            _heard.Add($"{given.Kind} {body.RootElement.GetProperty(given.Kind == ExtensionEvent.Invoke ? "requestId" : "shutdownReason").GetString()}");
            if (given.Kind == ExtensionEvent.Shutdown)
            {
                exited.TrySetResult(new SandboxExit(0, null, false));
                return;
            }

            await (_holdsNext?.Task ?? Task.CompletedTask);
        }
    }

    private static async Task InvokeToTheEndAsync(SandboxRig rig)
    {
        await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request()));
        await Until.EndAsync(rig.Function.Rest);
    }

    private static Task AdvanceUntilAsync(SandboxRig rig, Task task) => Until.TrueAsync(() =>
    {
        rig.Clock.Advance(TimeSpan.FromSeconds(0.1));
        return task.IsCompleted;
    });

    private static (string Type, string Message) FaultOf(InvokeOutcome outcome) =>
        outcome is InvokeOutcome.Faulted { Fault: var fault } ? (fault.ErrorType, fault.Message) : ("none", $"{outcome}");
}
