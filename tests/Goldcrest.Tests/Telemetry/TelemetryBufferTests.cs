using Goldcrest.Core.Telemetry;

namespace Goldcrest.Tests.Telemetry;

public sealed class TelemetryBufferTests
{
    [Fact]
    public void A_batch_has_no_more_records_than_asked_for()
    {
        var buffer = new TelemetryBuffer(Subscriptions.To(buffering: new TelemetryBuffering(2, 1_000_000, TimeSpan.FromSeconds(1))));
        buffer.Add(Subscriptions.Line("a"));
        var early = buffer.IsFull;
        buffer.Add(Subscriptions.Line("b"));
        buffer.Add(Subscriptions.Line("c"));

        Assert.Equal((false, true), (early, buffer.IsFull));
        Assert.Equal(["a", "b"], Lines(buffer.Take(Subscriptions.Now)));
        Assert.Equal(["c"], Lines(buffer.Take(Subscriptions.Now)));
        Assert.True(buffer.IsEmpty);
    }

    [Fact]
    public void A_batch_has_no_more_bytes_than_asked_for_but_one_record_at_least()
    {
        var buffer = new TelemetryBuffer(Subscriptions.To(buffering: new TelemetryBuffering(10, 1_000, TimeSpan.FromSeconds(1))));
        buffer.Add(Subscriptions.Line(new string('a', 2_000)));
        buffer.Add(Subscriptions.Line("b"));
        buffer.Add(Subscriptions.Line("c"));

        Assert.True(buffer.IsFull);
        Assert.Single(buffer.Take(Subscriptions.Now));
        Assert.False(buffer.IsFull);
        Assert.Equal(["b", "c"], Lines(buffer.Take(Subscriptions.Now)));
    }

    [Fact]
    public void Losses_are_told_once_ahead_of_the_next_batch()
    {
        var buffer = new TelemetryBuffer(Subscriptions.To());
        var lost = Subscriptions.Line("lost");
        buffer.Lose(lost);
        buffer.Add(Subscriptions.Line("a"));

        var first = buffer.Take(Subscriptions.Now);
        buffer.Add(Subscriptions.Line("b"));

        Assert.Equal((1L, (long)lost.Bytes), first[0].Event is PlatformLogsDropped told ? (told.Records, told.Bytes) : default);
        Assert.Equal(2, first.Count);
        Assert.Equal(["b"], Lines(buffer.Take(Subscriptions.Now)));
    }

    [Fact]
    public void A_batch_that_is_lost_is_told_with_what_it_would_have_told()
    {
        var buffer = new TelemetryBuffer(Subscriptions.To());
        buffer.Lose(Subscriptions.Line("lost"));
        buffer.Add(Subscriptions.Line("a"));
        buffer.Lose(buffer.Take(Subscriptions.Now));
        buffer.Add(Subscriptions.Line("b"));

        Assert.Equal(2, buffer.Take(Subscriptions.Now)[0].Event is PlatformLogsDropped told ? told.Records : 0);
    }

    [Fact]
    public void Who_wants_no_platform_events_is_not_told_of_losses()
    {
        var buffer = new TelemetryBuffer(Subscriptions.To(TelemetryTypes.Function));
        buffer.Lose(Subscriptions.Line("lost"));
        buffer.Add(Subscriptions.Line("a"));

        Assert.Equal(["a"], Lines(buffer.Take(Subscriptions.Now)));
    }

    [Fact]
    public void Only_what_was_subscribed_to_is_wanted()
    {
        var buffer = new TelemetryBuffer(Subscriptions.To(TelemetryTypes.Extension));

        Assert.True(buffer.Wants(Subscriptions.Line("a", TelemetryTypes.Extension)));
        Assert.False(buffer.Wants(Subscriptions.Line("a")));
        Assert.False(buffer.Wants(Subscriptions.Event(new PlatformStart("r", "1"))));
    }

    private static IEnumerable<string?> Lines(IReadOnlyList<TelemetryEntry> batch) => batch.Select(entry => entry.Line);
}
