using System.IO.Pipelines;
using Goldcrest.Server.Bodies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Goldcrest.Tests.Bodies;

public sealed class RequestBodyTests
{
    private readonly Pipe _connection = new(new PipeOptions(pauseWriterThreshold: 0));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(1_000_000)]
    public async Task What_comes_in_pieces_is_whole_in_the_end(int length)
    {
        var sent = Noise(length);
        var reading = RequestBody.ReadAsync(Request(length), maxBytes: 1_000_000, isRestRead: false, place: null, TestContext.Current.CancellationToken);

        await SendAsync(sent, pieceBytes: 4_093);

        Assert.Equal(sent, Assert.IsType<BodyOutcome.Whole>(await reading).Bytes.ToArray());
    }

    [Fact]
    public async Task A_body_of_unknown_length_is_read_to_its_end()
    {
        var sent = Noise(300_000);
        var reading = RequestBody.ReadAsync(Request(null), maxBytes: 300_000, isRestRead: false, place: null, TestContext.Current.CancellationToken);

        await SendAsync(sent, pieceBytes: 10_000);

        Assert.Equal(sent, Assert.IsType<BodyOutcome.Whole>(await reading).Bytes.ToArray());
    }

    [Fact]
    public async Task A_length_beyond_the_limit_is_refused_before_anything_has_come()
    {
        var outcome = await RequestBody.ReadAsync(Request(101), maxBytes: 100, isRestRead: false, place: null, TestContext.Current.CancellationToken);

        Assert.IsType<BodyOutcome.TooLong>(outcome);
    }

    [Fact]
    public async Task A_body_of_unknown_length_is_refused_as_soon_as_it_passes_the_limit()
    {
        await _connection.Writer.WriteAsync(Noise(101), TestContext.Current.CancellationToken);

        var outcome = await RequestBody.ReadAsync(Request(null), maxBytes: 100, isRestRead: false, place: null, TestContext.Current.CancellationToken);

        Assert.IsType<BodyOutcome.TooLong>(outcome);
    }

    [Fact]
    public async Task A_client_that_listens_only_in_the_end_is_read_to_the_end_and_refused_then()
    {
        var reading = RequestBody.ReadAsync(Request(500_000), maxBytes: 100, isRestRead: true, place: null, TestContext.Current.CancellationToken);

        Assert.False(reading.IsCompleted);
        await SendAsync(Noise(500_000), pieceBytes: 50_000);

        Assert.IsType<BodyOutcome.TooLong>(await reading);
    }

    [Fact]
    public async Task A_length_that_is_only_claimed_takes_no_room()
    {
        var room = new BodyRoom(200_000);
        using var place = room.Enter();
        var reading = RequestBody.ReadAsync(Request(70_000_000), maxBytes: 70_000_000, isRestRead: false, place, TestContext.Current.CancellationToken);

        await _connection.Writer.WriteAsync(Noise(10), TestContext.Current.CancellationToken);
        await _connection.Writer.CompleteAsync(new IOException("gone"));

        await Assert.ThrowsAsync<IOException>(() => reading);
        Assert.InRange(room.TakenBytes, 0, 65_536);
    }

    [Fact]
    public async Task A_body_that_finds_no_room_is_refused()
    {
        var room = new BodyRoom(100_000);
        using var place = room.Enter();
        var reading = RequestBody.ReadAsync(Request(200_000), maxBytes: 200_000, isRestRead: false, place, TestContext.Current.CancellationToken);

        await _connection.Writer.WriteAsync(Noise(150_000), TestContext.Current.CancellationToken);

        Assert.IsType<BodyOutcome.NoRoom>(await reading);
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private HttpRequest Request(long? contentLength)
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IRequestBodyPipeFeature>(new Body(_connection.Reader));
        context.Request.ContentLength = contentLength;
        return context.Request;
    }

    private async Task SendAsync(byte[] bytes, int pieceBytes)
    {
        foreach (var piece in bytes.Chunk(pieceBytes))
        {
            await _connection.Writer.WriteAsync(piece, TestContext.Current.CancellationToken);
        }

        await _connection.Writer.CompleteAsync();
    }

    private sealed class Body(PipeReader reader) : IRequestBodyPipeFeature
    {
        public PipeReader Reader => reader;
    }
}
