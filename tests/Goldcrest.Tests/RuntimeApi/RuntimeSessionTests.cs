using Goldcrest.Core.Invoke;
using Goldcrest.Core.RuntimeApi;
using Goldcrest.Server.Extensions;
using Goldcrest.Server.RuntimeApi;
using Call = Goldcrest.Core.RuntimeApi.RuntimeProtocol.Call;

namespace Goldcrest.Tests.RuntimeApi;

public sealed class RuntimeSessionTests
{
    private const string Id = "request-1";

    private static readonly InvokeOutcome Answer = new InvokeOutcome.Responded("1"u8.ToArray());

    public static TheoryData<RuntimePhase, Call> EveryCallInEveryPhase()
    {
        var all = new TheoryData<RuntimePhase, Call>();
        foreach (var phase in Enum.GetValues<RuntimePhase>())
        {
            foreach (var call in (Call[])[Call.Next, Call.Response, Call.Error, Call.InitError, Call.RestoreNext, Call.RestoreError])
            {
                all.Add(phase, call);
            }
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(EveryCallInEveryPhase))]
    public void A_call_is_refused_in_the_words_of_its_phase_unless_the_table_allows_it(RuntimePhase phase, Call call)
    {
        var session = InPhase(phase);

        var refusal = Make(session, call);

        var knowsRequest = phase is not (RuntimePhase.Started or RuntimePhase.InitError or RuntimePhase.Ready
            or RuntimePhase.RestoreReady or RuntimePhase.Restoring or RuntimePhase.RestoreError);
        var expected = call is Call.Response or Call.Error && !knowsRequest ? RuntimeRefusal.UnknownRequest
            : RuntimeProtocol.Next(phase, call) is null ? RuntimeRefusal.Transition(phase, call)
            : null;
        Assert.Equal(expected, refusal);
        Assert.Equal(expected is null ? RuntimeProtocol.Next(phase, call) : phase, session.Phase);
    }

    [Theory]
    [MemberData(nameof(EveryCallInEveryPhase))]
    public void A_life_that_is_over_refuses_every_call(RuntimePhase phase, Call call)
    {
        var session = InPhase(phase);
        session.End();

        var refusal = Make(session, call);

        Assert.Equal(RuntimeRefusal.LifeIsOver, refusal);
    }

    [Fact]
    public async Task An_event_that_came_first_is_handed_to_the_first_poll()
    {
        var session = new RuntimeSession(ExtensionRegistry.Empty());
        var invocation = Invocation();
        session.TryDeliver(invocation);

        var handed = await session.Next(CancellationToken.None).Invocation!;

        Assert.Same(invocation, handed);
        Assert.Equal(RuntimePhase.Running, session.Phase);
    }

    [Fact]
    public async Task A_poll_that_came_first_gets_the_event()
    {
        var session = new RuntimeSession(ExtensionRegistry.Empty());
        var poll = session.Next(CancellationToken.None).Invocation!;
        var invocation = Invocation();

        session.TryDeliver(invocation);

        Assert.Same(invocation, await poll);
    }

    [Fact]
    public async Task Of_two_polls_the_older_gets_the_event_and_the_younger_goes_on_waiting()
    {
        var session = new RuntimeSession(ExtensionRegistry.Empty());
        var older = session.Next(CancellationToken.None).Invocation!;
        var younger = session.Next(CancellationToken.None).Invocation!;
        var invocation = Invocation();

        session.TryDeliver(invocation);

        Assert.Same(invocation, await older);
        Assert.False(younger.IsCompleted);
    }

    [Fact]
    public async Task A_poll_left_over_gets_no_event_before_the_program_asks_again()
    {
        var session = new RuntimeSession(ExtensionRegistry.Empty());
        _ = session.Next(CancellationToken.None);
        var leftOver = session.Next(CancellationToken.None).Invocation!;
        var first = Invocation();
        session.TryDeliver(first);
        session.BeginAnswer(Id, Call.Response);
        session.EndAnswer(first, Answer);
        var second = Invocation("request-2");
        session.TryDeliver(second);

        var asked = await session.Next(CancellationToken.None).Invocation!;

        Assert.Same(second, asked);
        Assert.False(leftOver.IsCompleted);
    }

    [Fact]
    public async Task A_program_that_asks_while_it_runs_gets_the_same_event_again()
    {
        var session = InPhase(RuntimePhase.Running, out var invocation);

        var again = await session.Next(CancellationToken.None).Invocation!;

        Assert.Same(invocation, again);
        Assert.Equal(RuntimePhase.Running, session.Phase);
    }

    [Fact]
    public async Task A_poll_whose_connection_was_cut_loses_no_event()
    {
        var session = new RuntimeSession(ExtensionRegistry.Empty());
        using var cut = new CancellationTokenSource();
        var poll = session.Next(cut.Token).Invocation!;
        await cut.CancelAsync();
        var invocation = Invocation();
        session.TryDeliver(invocation);

        var handed = await session.Next(CancellationToken.None).Invocation!;

        Assert.True(poll.IsCanceled);
        Assert.Same(invocation, handed);
    }

    [Fact]
    public async Task A_poll_that_was_cut_before_it_began_is_cancelled()
    {
        var session = new RuntimeSession(ExtensionRegistry.Empty());

        var poll = session.Next(new CancellationToken(canceled: true)).Invocation!;

        await Assert.ThrowsAsync<TaskCanceledException>(() => poll);
        Assert.Equal(RuntimePhase.Ready, session.Phase);
    }

    [Fact]
    public async Task A_connection_cut_after_the_event_was_handed_over_takes_nothing_back()
    {
        var session = new RuntimeSession(ExtensionRegistry.Empty());
        using var cut = new CancellationTokenSource();
        var poll = session.Next(cut.Token).Invocation!;
        var invocation = Invocation();
        session.TryDeliver(invocation);

        await cut.CancelAsync();

        Assert.Same(invocation, await poll);
        Assert.Equal(RuntimePhase.Running, session.Phase);
    }

    [Theory]
    [InlineData(RuntimePhase.Running)]
    [InlineData(RuntimePhase.InvocationResponse)]
    [InlineData(RuntimePhase.ResponseSent)]
    public void Another_request_id_is_unknown_and_changes_nothing(RuntimePhase phase)
    {
        var session = InPhase(phase);

        var (invocation, refusal) = session.BeginAnswer("request-2", Call.Response);

        Assert.Null(invocation);
        Assert.Equal(RuntimeRefusal.UnknownRequest, refusal);
        Assert.Equal(phase, session.Phase);
    }

    [Fact]
    public void A_request_is_forgotten_when_the_program_asks_for_the_next()
    {
        var session = InPhase(RuntimePhase.ResponseSent);
        _ = session.Next(CancellationToken.None);

        var (_, refusal) = session.BeginAnswer(Id, Call.Response);

        Assert.Equal(RuntimeRefusal.UnknownRequest, refusal);
    }

    [Fact]
    public async Task The_first_poll_ends_INIT()
    {
        var session = new RuntimeSession(ExtensionRegistry.Empty());

        _ = session.Next(CancellationToken.None);

        Assert.Null((await session.Initialised).Error);
    }

    [Fact]
    public async Task An_init_error_ends_INIT_when_it_is_read_to_its_end()
    {
        var session = new RuntimeSession(ExtensionRegistry.Empty());
        var error = new InvokeOutcome.HandlerFailed("{}"u8.ToArray(), "Runtime.ImportModuleError");

        session.BeginInitError();
        var before = session.Initialised.IsCompleted;
        session.EndInitError(error);

        Assert.False(before);
        Assert.Same(error, (await session.Initialised).Error);
    }

    [Fact]
    public async Task The_answer_is_the_outcome()
    {
        var session = InPhase(RuntimePhase.InvocationResponse, out var invocation);

        session.EndAnswer(invocation, Answer);

        Assert.Same(Answer, await invocation.Outcome);
    }

    [Fact]
    public void An_end_gives_back_what_was_not_handed_over()
    {
        var session = InPhase(RuntimePhase.ResponseSent);
        var waiting = Invocation("request-2");
        session.TryDeliver(waiting);

        var undelivered = session.End();

        Assert.Same(waiting, undelivered);
        Assert.Null(session.End());
    }

    [Fact]
    public void An_end_keeps_what_was_handed_over()
    {
        var session = InPhase(RuntimePhase.Running);

        Assert.Null(session.End());
    }

    [Fact]
    public async Task An_end_sends_polls_away_and_takes_no_event_any_more()
    {
        var session = new RuntimeSession(ExtensionRegistry.Empty());
        var poll = session.Next(CancellationToken.None).Invocation!;

        session.End();

        await Assert.ThrowsAsync<TaskCanceledException>(() => poll);
        Assert.False(session.TryDeliver(Invocation()));
    }

    [Fact]
    public async Task An_answer_that_is_being_read_when_the_life_ends_still_ends()
    {
        var session = InPhase(RuntimePhase.InvocationResponse, out var invocation);
        session.End();

        session.EndAnswer(invocation, Answer);

        Assert.Same(Answer, await invocation.Outcome);
    }

    [Fact]
    public async Task Polls_cut_at_the_moment_of_delivery_never_lose_the_event()
    {
        for (var round = 0; round < 200; round++)
        {
            var session = new RuntimeSession(ExtensionRegistry.Empty());
            using var cut = new CancellationTokenSource();
            var poll = session.Next(cut.Token).Invocation!;
            var invocation = Invocation();

            await Task.WhenAll(Task.Run(cut.Cancel, CancellationToken.None), Task.Run(() => session.TryDeliver(invocation), CancellationToken.None));

            Assert.Same(invocation, poll.IsCompletedSuccessfully ? await poll : await session.Next(CancellationToken.None).Invocation!);
        }
    }

    private static Invocation Invocation(string id = Id) =>
        new() { RequestId = id, Event = default, Deadline = default, InvokedArn = "arn", TraceId = "trace" };

    private static RuntimeSession InPhase(RuntimePhase phase) => InPhase(phase, out _);

    private static RuntimeSession InPhase(RuntimePhase phase, out Invocation invocation)
    {
        var session = new RuntimeSession(ExtensionRegistry.Empty());
        var given = invocation = Invocation();
        Action[] steps = phase switch
        {
            RuntimePhase.Started => [],
            RuntimePhase.InitError => [() => session.BeginInitError()],
            RuntimePhase.Ready => [Ask],
            RuntimePhase.RestoreReady => [Wait],
            RuntimePhase.Restoring => [Wait, session.Restore],
            RuntimePhase.RestoreError => [Wait, session.Restore, () => session.BeginRestoreError()],
            RuntimePhase.Running => [Ask, Give],
            RuntimePhase.InvocationResponse => [Ask, Give, () => session.BeginAnswer(Id, Call.Response)],
            RuntimePhase.InvocationErrorResponse => [Ask, Give, () => session.BeginAnswer(Id, Call.Error)],
            RuntimePhase.ResponseSent => [Ask, Give, () => session.BeginAnswer(Id, Call.Response), () => session.EndAnswer(given, Answer)],
            _ => throw new ArgumentOutOfRangeException(nameof(phase)),
        };
        Array.ForEach(steps, step => step());
        Assert.Equal(phase, session.Phase);
        return session;

        void Wait() => session.RestoreNext(CancellationToken.None);
        void Ask() => session.Next(CancellationToken.None);
        void Give() => session.TryDeliver(given);
    }

    private static RuntimeRefusal? Make(RuntimeSession session, Call call) => call switch
    {
        Call.Next => session.Next(CancellationToken.None).Refusal,
        Call.InitError => session.BeginInitError(),
        Call.RestoreNext => session.RestoreNext(CancellationToken.None).Refusal,
        Call.RestoreError => session.BeginRestoreError(),
        _ => session.BeginAnswer(Id, call).Refusal,
    };
}
