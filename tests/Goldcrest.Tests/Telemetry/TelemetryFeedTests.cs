using Goldcrest.Core.Telemetry;
using Goldcrest.Server.Telemetry;
using Goldcrest.Tests.Pool;

namespace Goldcrest.Tests.Telemetry;

public sealed class TelemetryFeedTests : IDisposable
{
    private readonly TelemetryRoom _room = Rooms.Create();
    private readonly List<ScriptedSender> _senders = [];
    private readonly TelemetryFeed _feed;

    public TelemetryFeedTests() => _feed = new TelemetryFeed(
        _ =>
        {
            _senders.Add(new ScriptedSender());
            return _senders[^1];
        },
        _room,
        new ManualClock());

    public void Dispose() => _feed.End();

    [Fact]
    public async Task Who_subscribes_late_in_INIT_hears_what_was_before()
    {
        _feed.Offer(Subscriptions.Line("before"));

        var answer = _feed.Subscribe("x", Subscriptions.To());
        _feed.Offer(Subscriptions.Line("after"));
        await Until.EndAsync(_feed.HurryAsync());

        Assert.Equal(TelemetryFeed.Answer.Subscribed, answer);
        Assert.Equal(["before", "after"], _senders[0].Records);
    }

    [Fact]
    public void Nobody_subscribes_after_INIT()
    {
        _feed.Close();

        Assert.Equal(TelemetryFeed.Answer.Closed, _feed.Subscribe("x", Subscriptions.To()));
        Assert.False(_feed.IsListening);
    }

    [Fact]
    public void A_second_subscription_changes_nothing_and_one_by_the_other_API_is_refused()
    {
        _feed.Subscribe("x", Subscriptions.To());

        Assert.Equal(TelemetryFeed.Answer.SubscribedBefore, _feed.Subscribe("x", Subscriptions.To(TelemetryTypes.Extension)));
        Assert.Equal(TelemetryFeed.Answer.SubscribedElsewhere, _feed.Subscribe("x", Subscriptions.To(schema: TelemetrySchema.Logs20200815)));
        Assert.Equal(TelemetryFeed.Answer.Subscribed, _feed.Subscribe("y", Subscriptions.To(schema: TelemetrySchema.Logs20200815)));
        Assert.Equal(2, _senders.Count);
    }

    [Fact]
    public async Task A_subscription_ends_with_the_life_and_the_next_begins_with_what_came_between()
    {
        _feed.Subscribe("x", Subscriptions.To());
        _feed.Close();

        _feed.End();
        _feed.Offer(Subscriptions.Line("between"));
        _feed.Subscribe("x", Subscriptions.To());
        await Until.EndAsync(_feed.HurryAsync());

        Assert.Empty(_senders[0].Records);
        Assert.Equal(["between"], _senders[1].Records);
    }

    [Fact]
    public async Task Of_a_long_INIT_only_the_beginning_is_kept_for_those_who_come_late()
    {
        for (var i = 0; i < 1_000; i++)
        {
            _feed.Offer(Subscriptions.Line(new string('x', 1_000)));
        }

        _feed.Subscribe("x", Subscriptions.To());
        await Until.EndAsync(_feed.HurryAsync());

        Assert.InRange(_senders[0].Records.Count, 50, TelemetryLimits.MaxInitBytes / 1_000);
    }
}
