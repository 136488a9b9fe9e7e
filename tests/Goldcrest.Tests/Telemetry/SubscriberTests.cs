using Goldcrest.Core.Telemetry;
using Goldcrest.Server.Telemetry;
using Goldcrest.Tests.Pool;

namespace Goldcrest.Tests.Telemetry;

public sealed class SubscriberTests : IAsyncDisposable
{
    private readonly ManualClock _clock = new();
    private readonly TelemetryRoom _room = Rooms.Create();
    private readonly ScriptedSender _sender = new();
    private Subscriber? _subscriber;

    public async ValueTask DisposeAsync()
    {
        _subscriber?.End();
        await Until.EndAsync(_subscriber?.Finished ?? Task.CompletedTask);
    }

    [Fact]
    public async Task A_batch_is_sent_when_its_time_is_up()
    {
        var subscriber = Create();
        subscriber.Offer(Subscriptions.Line("a"));
        subscriber.Offer(Subscriptions.Line("b"));
        await Until.TrueAsync(() => _clock.TimerCount == 1);
        _clock.Advance(TimeSpan.FromMilliseconds(999));
        var early = _sender.Batches.Count;

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await Until.TrueAsync(() => _sender.Batches.Count == 1);

        Assert.Equal(0, early);
        Assert.Equal(["a", "b"], _sender.Records);
        await Until.TrueAsync(() => _room.TakenBytes == 0);
    }

    [Fact]
    public async Task A_batch_that_is_full_is_sent_at_once()
    {
        var subscriber = Create(new TelemetryBuffering(2, 1_000_000, TimeSpan.FromSeconds(1)));

        subscriber.Offer(Subscriptions.Line("a"));
        subscriber.Offer(Subscriptions.Line("b"));

        await Until.TrueAsync(() => _sender.Batches.Count == 1);
    }

    [Fact]
    public async Task Who_is_in_a_hurry_waits_for_no_batch()
    {
        var subscriber = Create();
        subscriber.Offer(Subscriptions.Line("a"));

        subscriber.Hurry();
        await Until.EndAsync(subscriber.WhenIdleAsync());

        Assert.Equal(["a"], _sender.Records);
    }

    [Fact]
    public async Task A_subscriber_that_listens_late_gets_everything()
    {
        var attempts = 0;
        _sender.Answer = _ => ++attempts < 4 ? throw new IOException("nobody listens") : Task.FromResult(true);
        var subscriber = Create();
        subscriber.Offer(Subscriptions.Line("a"));
        subscriber.Hurry();

        await AdvanceUntilAsync(() => attempts == 4);
        await Until.EndAsync(subscriber.WhenIdleAsync());

        Assert.Equal(["a", "a", "a", "a"], _sender.Records);
        Assert.Equal(0, _room.TakenBytes);
    }

    [Fact]
    public async Task A_batch_that_is_refused_again_and_again_is_lost_and_told()
    {
        _sender.Answer = _ => Task.FromResult(_sender.Batches.Count > TelemetryLimits.MaxAttempts);
        var subscriber = Create();
        subscriber.Offer(Subscriptions.Line("a"));
        subscriber.Hurry();
        await AdvanceUntilAsync(() => _room.TakenBytes == 0);

        subscriber.Offer(Subscriptions.Line("b"));
        await Until.EndAsync(subscriber.WhenIdleAsync());

        Assert.Equal(TelemetryLimits.MaxAttempts + 1, _sender.Batches.Count);
        Assert.Equal(["platform.logsDropped", "b"], _sender.Batches[^1].Select(entry => entry.Event?.Type ?? entry.Line!));
    }

    [Fact]
    public async Task An_attempt_that_is_not_answered_is_given_up()
    {
        _sender.Answer = async cancellationToken =>
        {
            if (_sender.Batches.Count == 1)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            return true;
        };
        var subscriber = Create();
        subscriber.Offer(Subscriptions.Line("a"));
        subscriber.Hurry();
        await Until.TrueAsync(() => _sender.Batches.Count == 1);

        await AdvanceUntilAsync(() => _sender.Batches.Count == 2);

        await Until.EndAsync(subscriber.WhenIdleAsync());
    }

    [Fact]
    public async Task A_frozen_sandbox_is_sent_nothing_and_loses_no_time()
    {
        var answer = new TaskCompletionSource<bool>();
        _sender.Answer = cancellationToken => answer.Task.WaitAsync(cancellationToken);
        var subscriber = Create();
        subscriber.Offer(Subscriptions.Line("a"));
        subscriber.Hurry();
        await Until.TrueAsync(() => _sender.Batches.Count == 1 && _clock.TimerCount == 1);

        subscriber.Pause();
        subscriber.Offer(Subscriptions.Line("b"));
        _clock.Advance(TimeSpan.FromHours(1));
        var whileFrozen = (_clock.TimerCount, _sender.Batches.Count);
        subscriber.Resume();
        answer.SetResult(true);
        await Until.EndAsync(subscriber.WhenIdleAsync());

        Assert.Equal((0, 1), whileFrozen);
        Assert.Equal(["a", "b"], _sender.Records);
    }

    [Fact]
    public async Task What_comes_while_the_sandbox_is_frozen_waits_for_it()
    {
        var subscriber = Create();
        subscriber.Pause();
        subscriber.Offer(Subscriptions.Line("a"));
        subscriber.Hurry();
        _clock.Advance(TimeSpan.FromHours(1));
        var early = subscriber.WhenIdleAsync().IsCompleted;

        subscriber.Resume();
        await Until.EndAsync(subscriber.WhenIdleAsync());

        Assert.False(early);
        Assert.Equal(["a"], _sender.Records);
    }

    [Fact]
    public async Task One_who_takes_nothing_costs_no_more_than_a_sandbox_may()
    {
        _sender.Answer = cancellationToken => new TaskCompletionSource<bool>().Task.WaitAsync(cancellationToken);
        var subscriber = Create();
        var line = Subscriptions.Line(new string('x', 100_000));

        for (var i = 0; i < 1_000; i++)
        {
            subscriber.Offer(line);
        }

        Assert.InRange(_room.TakenBytes, TelemetryLimits.MaxWaitingBytesPerSandbox - line.Bytes, TelemetryLimits.MaxWaitingBytesPerSandbox);
        subscriber.End();
        await Until.EndAsync(subscriber.Finished);
        Assert.Equal((0, 1), (_room.TakenBytes, _sender.Disposals));
    }

    [Fact]
    public async Task The_end_ends_an_attempt_that_is_under_way()
    {
        _sender.Answer = cancellationToken => new TaskCompletionSource<bool>().Task.WaitAsync(cancellationToken);
        var subscriber = Create();
        subscriber.Offer(Subscriptions.Line("a"));
        subscriber.Hurry();
        await Until.TrueAsync(() => _sender.Batches.Count == 1);

        subscriber.End();
        await Until.EndAsync(subscriber.Finished);
        subscriber.Offer(Subscriptions.Line("late"));

        Assert.Equal((0, 1, 1), (_room.TakenBytes, _sender.Batches.Count, _sender.Disposals));
    }

    private Subscriber Create(TelemetryBuffering? buffering = null) =>
        _subscriber = new Subscriber("x", Subscriptions.To(buffering: buffering), _sender, _room.Enter(), _clock);

    private Task AdvanceUntilAsync(Func<bool> condition) => Until.TrueAsync(() =>
    {
        _clock.Advance(TimeSpan.FromMilliseconds(10));
        return condition();
    });
}
