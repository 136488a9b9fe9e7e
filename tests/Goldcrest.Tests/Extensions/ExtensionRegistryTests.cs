using System.Text;
using Goldcrest.Core.Extensions;
using Goldcrest.Server.Extensions;
using Goldcrest.Tests.Pool;

namespace Goldcrest.Tests.Extensions;

public sealed class ExtensionRegistryTests
{
    private static readonly ExtensionEvent Invoke = ExtensionEvent.OfInvoke(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123), "r", "arn", "Root=1");
    private static readonly ExtensionEvent Shutdown = ExtensionEvent.OfShutdown(DateTimeOffset.FromUnixTimeMilliseconds(5), ShutdownReason.Spindown);

    private readonly ExtensionRegistry _registry = new(new ExtensionFunction("hello", "7", "app.handler", "123456789012"), ["outside"]);

    [Fact]
    public void Events_are_told_as_AWS_tells_them()
    {
        Assert.Equal(
            """{"eventType":"INVOKE","deadlineMs":1700000000123,"requestId":"r","invokedFunctionArn":"arn","tracing":{"type":"X-Amzn-Trace-Id","value":"Root=1"}}""",
            Encoding.UTF8.GetString(Invoke.Body));
        Assert.Equal("""{"eventType":"SHUTDOWN","deadlineMs":5,"shutdownReason":"spindown"}""", Encoding.UTF8.GetString(Shutdown.Body));
    }

    [Fact]
    public void Registration_ends_when_the_last_external_one_has_registered()
    {
        _registry.Register("inside", ["INVOKE"]);
        var early = _registry.Registered.IsCompleted;

        _registry.Register("outside", ["INVOKE", "SHUTDOWN"]);

        Assert.False(early);
        Assert.True(_registry.Registered.IsCompleted);
    }

    [Fact]
    public void INIT_is_over_when_registration_is_closed_and_all_have_asked()
    {
        var (inside, outside) = (Register("inside"), Register("outside"));
        _ = Ask(inside);
        _registry.Close();
        var early = _registry.Ready.IsCompleted;

        _ = Ask(outside);

        Assert.False(early);
        Assert.True(_registry.Ready.IsCompleted);
    }

    [Fact]
    public async Task An_invoke_is_over_when_all_who_wanted_it_have_asked_again()
    {
        var (inside, outside, deaf) = (Register("inside"), Register("outside"), Register("deaf", []));
        var first = new[] { Ask(inside), Ask(outside) };
        var unwanted = Ask(deaf);

        var settled = _registry.BeginInvoke(Invoke);
        var given = await Until.EndAsync(Task.WhenAll(first));
        _ = Ask(inside);
        var early = settled.IsCompleted;
        _ = Ask(outside);

        Assert.All(given, one => Assert.Same(Invoke, one));
        Assert.Equal((false, true, false), (early, settled.IsCompleted, unwanted.IsCompleted));
    }

    [Fact]
    public void An_invoke_that_nobody_wants_is_over_at_once()
    {
        _ = Ask(Register("outside", ["SHUTDOWN"]));

        Assert.True(_registry.BeginInvoke(Invoke).IsCompleted);
    }

    [Fact]
    public async Task Who_is_busy_when_it_is_shut_down_hears_of_it_when_it_asks()
    {
        var outside = Register("outside", ["INVOKE", "SHUTDOWN"]);
        _ = Ask(outside);
        _ = _registry.BeginInvoke(Invoke);

        _registry.BeginShutdown(Shutdown);

        Assert.Same(Shutdown, await Until.EndAsync(Ask(outside)));
    }

    [Fact]
    public async Task Who_hung_up_while_it_waited_asks_again_and_loses_nothing()
    {
        var outside = Register("outside");
        using var hangUp = new CancellationTokenSource();
        var first = _registry.Next(outside, hangUp.Token).Event!;
        await hangUp.CancelAsync();
        var settled = _registry.BeginInvoke(Invoke);

        var again = await Until.EndAsync(Ask(outside));

        Assert.True(first.IsCanceled);
        Assert.Same(Invoke, again);
        Assert.False(settled.IsCompleted);
    }

    [Fact]
    public void Who_waits_may_not_ask_twice()
    {
        var outside = Register("outside");
        _ = Ask(outside);

        var refusal = _registry.Next(outside, CancellationToken.None).Refusal;

        Assert.Equal(
            (403, "Extension.InvalidExtensionState", $"State transition from Ready to Ready failed for extension {outside}. Error: State transition is not allowed"),
            (refusal!.Status, refusal.ErrorType, refusal.ErrorMessage));
    }

    [Fact]
    public void An_external_one_registers_once()
    {
        Register("outside");

        var refusal = _registry.Register("outside", ["INVOKE"]).Refusal;

        Assert.Equal("State transition from Registered to Registered failed for extension outside. Error: State transition is not allowed", refusal!.ErrorMessage);
    }

    [Fact]
    public void An_internal_one_registers_once_in_time_for_INVOKE_only_and_as_one_of_ten()
    {
        Register("a");
        Assert.Equal(ExtensionRefusal.NameTaken, _registry.Register("a", ["INVOKE"]).Refusal);
        Assert.Equal("Extension.InvalidEventType", _registry.Register("b", ["SHUTDOWN"]).Refusal!.ErrorType);
        Assert.Equal("Extension.InvalidEventType", _registry.Register("outside", ["OTHER"]).Refusal!.ErrorType);

        for (var i = 2; i < ExtensionLimits.MaxExtensions; i++)
        {
            Register($"a{i}");
        }

        Assert.Equal(ExtensionRefusal.TooMany, _registry.Register("eleventh", []).Refusal);
        _registry.Close();
        Assert.Equal(ExtensionRefusal.RegistrationClosed, _registry.Register("late", []).Refusal);
    }

    [Fact]
    public void Nobody_is_known_by_a_made_up_identifier()
    {
        var id = Guid.NewGuid();

        Assert.Equal(ExtensionRefusal.Unknown(id), _registry.Next(id, CancellationToken.None).Refusal);
        Assert.Equal(ExtensionRefusal.Unknown(id), _registry.Fail(id, ExtensionProtocol.Call.InitError, "Extension.X"));
    }

    [Theory]
    [InlineData(ExtensionProtocol.Call.InitError, "Extension.InitError")]
    [InlineData(ExtensionProtocol.Call.ExitError, "Extension.ExitError")]
    public async Task What_an_extension_says_of_its_failure_comes_before_how_it_ended(ExtensionProtocol.Call call, string errorType)
    {
        var outside = Register("outside");

        var refusal = _registry.Fail(outside, call, "Extension.First");
        _registry.Fail(outside, call, "Extension.Second");
        var told = _registry.Told.IsCompleted;
        _registry.NoteEnd("outside", "exit code 0");

        var fault = await Until.EndAsync(_registry.Failed);
        Assert.Equal((null, true, errorType, "exit code 0"), (refusal, told, fault.ErrorType, fault.Message));
        Assert.Equal("Extension.First", _registry.Standings[0].ErrorType);
    }

    [Fact]
    public async Task One_that_ends_without_a_word_crashed_and_is_shown_as_it_was()
    {
        _ = Ask(Register("outside"));

        _registry.NoteEnd("outside", "text");

        Assert.Equal(("Extension.Crash", "text"), ((await _registry.Failed).ErrorType, (await _registry.Failed).Message));
        Assert.Equal((ExtensionPhase.Ready, null), (_registry.Standings[0].Phase, _registry.Standings[0].ErrorType));
    }

    [Fact]
    public async Task One_that_cannot_be_executed_is_shown_with_the_reason()
    {
        _registry.NoteLaunchFailure("outside", "PermissionDenied", "text");

        Assert.Equal(("Extension.LaunchError", "text"), ((await _registry.Failed).ErrorType, (await _registry.Failed).Message));
        Assert.Equal((ExtensionPhase.LaunchError, "PermissionDenied"), (_registry.Standings[0].Phase, _registry.Standings[0].ErrorType));
    }

    [Fact]
    public void A_life_that_is_over_refuses_everybody()
    {
        var outside = Register("outside");
        var waiting = Ask(outside);

        _registry.End();

        Assert.True(waiting.IsCanceled);
        Assert.Equal(ExtensionRefusal.LifeIsOver, _registry.Next(outside, CancellationToken.None).Refusal);
        Assert.Equal(ExtensionRefusal.LifeIsOver, _registry.Register("late", []).Refusal);
    }

    private Guid Register(string name, string[]? events = null) => _registry.Register(name, events ?? ["INVOKE"]).Id!.Value;

    private Task<ExtensionEvent> Ask(Guid id) => _registry.Next(id, CancellationToken.None).Event!;
}
