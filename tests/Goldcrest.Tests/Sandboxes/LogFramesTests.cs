using System.Buffers.Binary;
using System.Text;
using Goldcrest.Server.Sandboxes.Output;

namespace Goldcrest.Tests.Sandboxes;

public sealed class LogFramesTests
{
    private const uint Text = 0xa55a_0003;
    private const uint Json = 0xa55a_0002;

    private readonly List<string> _events = [];
    private readonly LogFrames _frames;

    public LogFramesTests() => _frames = new LogFrames(message => _events.Add(Encoding.UTF8.GetString(message)));

    [Fact]
    public void Frames_are_delivered_whole_and_in_order()
    {
        _frames.Feed([.. Frame(Text, "one\ntwo"), .. Frame(Json, "{}"), .. Frame(Text, "")]);

        Assert.Equal(["one\ntwo", "{}", ""], _events);
    }

    [Fact]
    public void Frames_may_be_cut_anywhere()
    {
        foreach (var one in (byte[])[.. Frame(Text, "first"), .. Frame(Json, "second")])
        {
            _frames.Feed([one]);
        }

        Assert.Equal(["first", "second"], _events);
    }

    [Fact]
    public void Frames_of_all_published_clients_are_taken_also_those_without_a_time()
    {
        byte[] oldest = [0xa5, 0x5a, 0x00, 0x01, 0, 0, 0, 3, .. "old"u8];
        byte[] sent = [.. oldest, .. oldest, .. Frame(0xa55a_000a, "debug"), .. oldest, .. Frame(0xa55a_001b, "fatal")];

        _frames.Feed(sent);
        foreach (var one in sent)
        {
            _frames.Feed([one]);
        }

        string[] expected = ["old", "old", "debug", "old", "fatal"];
        Assert.Equal([.. expected, .. expected], _events);
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 })]
    [InlineData(new byte[] { 0xa5 })]
    [InlineData(new byte[] { 0xa5, 0x5a, 0x00 })]
    [InlineData(new byte[] { 0xa5, 0x5a, 0x00, 0x04, 0, 0, 0, 1 })]
    [InlineData(new byte[] { 0xa5, 0xa5, 0x5a, 0xa5, 0x5a, 0x00 })]
    public void Garbage_before_a_frame_is_skipped(byte[] garbage)
    {
        foreach (var one in (byte[])[.. garbage, .. Frame(Text, "found")])
        {
            _frames.Feed([one]);
        }

        Assert.Equal(["found"], _events);
    }

    [Fact]
    public void Garbage_in_one_piece_is_skipped_too()
    {
        _frames.Feed([.. Encoding.UTF8.GetBytes(new string('x', 100_000)), .. Frame(Text, "found")]);

        Assert.Equal(["found"], _events);
    }

    [Fact]
    public void A_message_over_the_bound_is_cut_and_the_next_one_found()
    {
        _frames.Feed([.. Frame(Text, new string('x', LogFrames.LongestEvent + 5000)), .. Frame(Text, "next")]);

        Assert.Equal([LogFrames.LongestEvent, 4], _events.Select(message => message.Length));
    }

    [Fact]
    public void A_length_of_four_gigabytes_takes_no_more_memory_than_the_bound()
    {
        var header = Header(Text, uint.MaxValue);
        _frames.Feed(header);
        for (var i = 0; i < 100; i++)
        {
            _frames.Feed(new byte[65_536]);
        }

        _frames.Finish();

        Assert.Equal(LogFrames.LongestEvent, Assert.Single(_events).Length);
    }

    [Fact]
    public void An_unfinished_message_is_delivered_at_the_end_and_the_next_stream_starts_afresh()
    {
        _frames.Feed(Frame(Text, "cut off").AsSpan(0, 20));
        _frames.Finish();
        _frames.Feed(Frame(Text, "again"));

        Assert.Equal(["cut ", "again"], _events);
    }

    [Fact]
    public void An_unfinished_header_is_forgotten_at_the_end()
    {
        _frames.Feed(Frame(Text, "cut off").AsSpan(0, 10));
        _frames.Finish();
        _frames.Feed(Frame(Text, "again"));

        Assert.Equal(["again"], _events);
    }

    [Fact]
    public void Any_bytes_at_all_are_survived()
    {
        var random = new Random(20_240_607);
        for (var round = 0; round < 500; round++)
        {
            var bytes = new byte[random.Next(1, 300)];
            random.NextBytes(bytes);
            BinaryPrimitives.WriteUInt32BigEndian(bytes.Length >= 4 ? bytes.AsSpan(random.Next(bytes.Length - 3)) : new byte[4], Text);
            _frames.Feed(bytes);
        }

        _frames.Finish();
        _frames.Feed(Frame(Text, "alive"));

        Assert.Equal("alive", _events[^1]);
        Assert.All(_events, message => Assert.InRange(message.Length, 0, LogFrames.LongestEvent));
    }

    private static byte[] Frame(uint type, string message) => [.. Header(type, (uint)message.Length), .. Encoding.UTF8.GetBytes(message)];

    private static byte[] Header(uint type, uint length)
    {
        var header = new byte[16];
        BinaryPrimitives.WriteUInt32BigEndian(header, type);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), length);
        return header;
    }
}
