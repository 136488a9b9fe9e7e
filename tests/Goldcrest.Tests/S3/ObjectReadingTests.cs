using Goldcrest.Server.Bodies;
using Goldcrest.Server.Code;
using Goldcrest.Server.S3;

namespace Goldcrest.Tests.S3;

public sealed class ObjectReadingTests
{
    private const int Unknown = -1;

    private readonly BodyRoom _room = new(1_000_000);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(10, 10)]
    [InlineData(0, Unknown)]
    [InlineData(10, Unknown)]
    [InlineData(200_000, Unknown)]
    [InlineData(300_000, Unknown)]
    public async Task An_object_is_read_whole_whether_its_length_was_told_or_not(int length, int announced)
    {
        var content = Content(length);

        var fetched = await ObjectReading.ReadAsync(new MemoryStream(content), announced, maxBytes: 300_000, _room.Enter(), Token);

        Assert.Equal(content, Assert.IsType<BucketFetch.Fetched>(fetched).Zip.ToArray());
    }

    [Fact]
    public async Task An_object_that_is_announced_as_too_large_is_not_read()
    {
        var content = new MemoryStream(Content(101));

        var fetched = await ObjectReading.ReadAsync(content, announced: 101, maxBytes: 100, _room.Enter(), Token);

        Assert.Equal(new BucketFetch.TooLarge(101), fetched);
        Assert.Equal(0, content.Position);
    }

    [Fact]
    public async Task An_object_that_turns_out_too_large_is_read_no_further()
    {
        var content = new MemoryStream(Content(500_000));

        var fetched = await ObjectReading.ReadAsync(content, Unknown, maxBytes: 100, _room.Enter(), Token);

        Assert.IsType<BucketFetch.TooLarge>(fetched);
        Assert.Equal(101, content.Position);
    }

    [Fact]
    public async Task An_object_that_ends_early_is_a_failed_transfer() =>
        await Assert.ThrowsAnyAsync<IOException>(() => ObjectReading.ReadAsync(new MemoryStream(Content(9)), announced: 10, maxBytes: 100, _room.Enter(), Token));

    [Theory]
    [InlineData(300_000)]
    [InlineData(Unknown)]
    public async Task What_is_held_of_an_object_is_counted_until_nobody_needs_it(int announced)
    {
        using (var place = _room.Enter())
        {
            await ObjectReading.ReadAsync(new MemoryStream(Content(300_000)), announced, maxBytes: 300_000, place, Token);

            Assert.Equal(announced == Unknown ? 300_001 : 300_000, _room.TakenBytes);
        }

        Assert.Equal(0, _room.TakenBytes);
    }

    [Theory]
    [InlineData(300_000)]
    [InlineData(Unknown)]
    public async Task An_object_that_finds_no_room_is_not_kept(int announced)
    {
        var small = new BodyRoom(200_000);
        using var place = small.Enter();

        var fetched = await ObjectReading.ReadAsync(new MemoryStream(Content(300_000)), announced, maxBytes: 300_000, place, Token);

        Assert.IsType<BucketFetch.NoRoom>(fetched);
    }

    private static byte[] Content(int length) => [.. Enumerable.Range(0, length).Select(number => (byte)number)];
}
