using Goldcrest.Server.Logs;

namespace Goldcrest.Tests.Logs;

public sealed class LogRoomTests
{
    private static readonly LogEvent Loud = Event("loud", 1_000);
    private static readonly LogEvent Quiet = Event("quiet", 10);

    [Fact]
    public void A_flood_of_one_stream_is_stopped_and_leaves_room_for_others()
    {
        var room = new LogRoom(Options(total: 10_000, perStream: 5_000));

        var entered = Enumerable.Range(0, 100).Count(_ => room.TryEnter(Loud));

        Assert.Equal(2, entered);
        Assert.True(room.TryEnter(Quiet));
    }

    [Fact]
    public void All_streams_together_stay_within_the_whole()
    {
        var room = new LogRoom(Options(total: 10_000, perStream: 5_000));

        var entered = Enumerable.Range(0, 100).Count(number => room.TryEnter(Event($"stream {number}", 1_000)));

        Assert.Equal(4, entered);
    }

    [Fact]
    public void Room_comes_back_when_events_leave_and_not_when_they_were_refused()
    {
        var room = new LogRoom(Options(total: 10_000, perStream: 5_000));
        while (room.TryEnter(Loud))
        {
            // Until it is full.
        }

        room.Leave(Loud);
        room.Leave(Loud);

        Assert.Equal(2, Enumerable.Range(0, 100).Count(_ => room.TryEnter(Loud)));
    }

    private static LogOptions Options(long total, long perStream) =>
        new() { Directory = "/nowhere", MaxWaitingBytes = total, MaxWaitingBytesPerStream = perStream };

    private static LogEvent Event(string stream, int length) =>
        new(new LogStreamKey("000000000000", "us-east-1", "/aws/lambda/f", stream), 0, new string('x', length));
}
