using Goldcrest.Core.Telemetry;
using Goldcrest.Server.Extensions;
using Goldcrest.Server.RuntimeApi;
using Goldcrest.Server.Sandboxes;
using Goldcrest.Tests.Telemetry;

namespace Goldcrest.Tests.Pool;

public sealed class FunctionSandboxTelemetryTests
{
    private const TelemetryTypes All = TelemetryTypes.Platform | TelemetryTypes.Function | TelemetryTypes.Extension;

    private readonly List<string> _heard = [];
    private TaskCompletionSource? _holdsNext;

    [Fact]
    public async Task A_subscriber_hears_the_story_of_its_sandbox_in_order()
    {
        var rig = Rig();

        rig.Story.InitStart("init");
        await Until.EndAsync(rig.Function.InitialiseAsync());
        rig.Printer("hello\n");
        await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request()));
        await Until.EndAsync(rig.Function.Rest);
        await Until.EndAsync(rig.Written.Telemetry.HurryAsync());

        Assert.Equal(
            [
                "platform.initStart", "platform.telemetrySubscription", "platform.initRuntimeDone", "platform.extension", "platform.initReport", "hello",
                "platform.start", "platform.runtimeDone", "platform.report",
            ],
            rig.Sender.Records);
        var done = Assert.Single(rig.Sender.Batches.SelectMany(batch => batch).Select(entry => entry.Event).OfType<PlatformRuntimeDone>());
        Assert.Equal(("success", "request-1".Length, true), (done.Status, done.ProducedBytes, done.Times?.Overhead is not null));
        Assert.Contains("TELEMETRY\tName: spy\tState: Subscribed\tTypes: [Platform, Function, Extension]", rig.Log.Lines);
    }

    [Fact]
    public async Task The_end_of_the_runtime_is_told_while_extensions_are_busy()
    {
        var rig = Rig();
        await Until.EndAsync(rig.Function.InitialiseAsync());
        _holdsNext = new TaskCompletionSource();

        await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request()));
        await Until.TrueAsync(async () =>
        {
            await rig.Written.Telemetry.HurryAsync();
            return rig.Sender.Records.Contains("platform.runtimeDone");
        });
        var (isOver, records) = (rig.Function.Rest.IsCompleted, rig.Sender.Records);
        _holdsNext.SetResult();
        await Until.EndAsync(rig.Function.Rest);

        Assert.False(isOver);
        Assert.DoesNotContain("platform.report", records);
    }

    [Fact]
    public async Task A_subscriber_that_takes_nothing_delays_nobody()
    {
        var rig = Rig();
        rig.Sender.Answer = cancellationToken => new TaskCompletionSource<bool>().Task.WaitAsync(cancellationToken);
        await Until.EndAsync(rig.Function.InitialiseAsync());
        _ = rig.Written.Telemetry.HurryAsync();

        await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request()));
        await Until.EndAsync(rig.Function.Rest);

        Assert.Contains(rig.Log.Lines, line => line.StartsWith("REPORT RequestId: request-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_frozen_sandbox_is_sent_nothing_until_its_next_event()
    {
        var rig = Rig();
        await Until.EndAsync(rig.Function.InitialiseAsync());
        await Until.EndAsync(rig.Written.Telemetry.HurryAsync());
        var told = rig.Sender.Records.Count;
        await Until.TrueAsync(() =>
        {
            rig.Clock.Advance(SandboxRig.FreezeAfter);
            return rig.Sandbox.IsFrozen;
        });

        rig.Printer("late\n");
        rig.Clock.Advance(TimeSpan.FromHours(1));
        var whileFrozen = rig.Sender.Records.Count;
        await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request()));

        Assert.Equal(told, whileFrozen);
        await Until.TrueAsync(() => rig.Sender.Records.Contains("late"));
    }

    [Fact]
    public async Task What_waits_is_delivered_before_extensions_are_shut_down()
    {
        var rig = Rig();
        await Until.EndAsync(rig.Function.InitialiseAsync());
        await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request()));
        await Until.EndAsync(rig.Function.Rest);
        rig.Sandbox.OnTerminate = () => rig.Sandbox.Exit();

        await Until.EndAsync(rig.Function.DisposeAsync().AsTask());

        Assert.Contains("platform.report", rig.Sender.Records);
        Assert.Equal("SHUTDOWN spindown", _heard[^1]);
        await Until.TrueAsync(() => rig.Sender.Disposals == 1);
    }

    [Fact]
    public async Task After_a_timeout_the_next_life_hears_how_the_last_one_ended()
    {
        var isStuck = true;
        var rig = Rig(SandboxRig.Program((_, session, invocation) =>
        {
            if (!isStuck)
            {
                SandboxRig.Answer(session, invocation, []);
            }
        }));
        await Until.EndAsync(rig.Function.InitialiseAsync());
        var first = rig.Sender;

        var failed = rig.Function.InvokeAsync(Versions.Request());
        await AdvanceUntilAsync(rig, () => rig.Sandbox.Terminations == 1);
        await Until.TrueAsync(() => first.Records.Contains("platform.runtimeDone"));
        await AdvanceUntilAsync(rig, () => failed.IsCompleted && rig.Function.Rest.IsCompleted);
        isStuck = false;
        await Until.EndAsync(rig.Function.InvokeAsync(Versions.Request("request-2")));
        await Until.EndAsync(rig.Function.Rest);
        await Until.EndAsync(rig.Written.Telemetry.HurryAsync());

        Assert.Equal(["platform.report", "platform.initStart"], rig.Sender.Records.Take(2));
        Assert.NotSame(first, rig.Sender);
    }

    private SandboxRig Rig(Action<ScriptedSandbox, RuntimeSession>? program = null)
    {
        SandboxRig? rig = null;
        rig = new SandboxRig(program ?? SandboxRig.Echo, externals: [new ExternalExtension("spy", null)])
        {
            Sandbox = { Companion = (companion, exited) => _ = PlayAsync(rig!, companion.Command[0].Split('/')[^1], exited) },
        };
        return rig;
    }

    private async Task PlayAsync(SandboxRig rig, string name, TaskCompletionSource<SandboxExit> exited)
    {
        var registry = rig.Extensions;
        var id = registry.Register(name, ["INVOKE", "SHUTDOWN"]).Id!.Value;
        rig.Written.Subscribe(name, Subscriptions.To(All));
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
            _heard.Add($"{given.Kind} {(given.Kind == ExtensionEvent.Invoke ? "" : body.RootElement.GetProperty("shutdownReason").GetString())}");
            if (given.Kind == ExtensionEvent.Shutdown)
            {
                exited.TrySetResult(new SandboxExit(0, null, false));
                return;
            }

            await (_holdsNext?.Task ?? Task.CompletedTask);
        }
    }

    private static Task AdvanceUntilAsync(SandboxRig rig, Func<bool> condition) => Until.TrueAsync(() =>
    {
        rig.Clock.Advance(TimeSpan.FromSeconds(0.1));
        return condition();
    });
}
