using Goldcrest.Server.Hosting;

namespace Goldcrest.Tests.Hosting;

public sealed class ConnectionBuffersTests : IDisposable
{
    private readonly ConnectionBuffers _buffers = new();

    public void Dispose() => _buffers.Dispose();

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(ConnectionBuffers.BlockBytes)]
    public void Whoever_asks_gets_a_whole_block(int bytes)
    {
        using var block = _buffers.Rent(bytes);

        Assert.Equal(ConnectionBuffers.BlockBytes, block.Memory.Length);
    }

    [Fact]
    public void Nobody_gets_more_than_a_block()
    {
        Assert.Equal(ConnectionBuffers.BlockBytes, _buffers.MaxBufferSize);
        Assert.Throws<ArgumentOutOfRangeException>(() => _buffers.Rent(ConnectionBuffers.BlockBytes + 1));
    }

    [Fact]
    public void A_block_that_came_back_is_used_again()
    {
        var first = _buffers.Rent();
        first.Dispose();

        using var second = _buffers.Rent();

        Assert.Same(first, second);
    }

    [Fact]
    public void A_block_that_comes_back_twice_is_not_two_peoples()
    {
        var block = _buffers.Rent();
        block.Dispose();
        block.Dispose();

        using var one = _buffers.Rent();
        using var other = _buffers.Rent();

        Assert.NotSame(one, other);
    }

    [Fact]
    public void Only_so_many_blocks_are_kept()
    {
        var before = Enumerable.Range(0, ConnectionBuffers.MostKept + 10).Select(_ => _buffers.Rent()).ToHashSet();
        foreach (var block in before)
        {
            block.Dispose();
        }

        var after = Enumerable.Range(0, before.Count).Select(_ => _buffers.Rent()).ToList();

        Assert.Equal(ConnectionBuffers.MostKept, after.Count(before.Contains));
        Assert.Equal(before.Count, after.Distinct().Count());
    }

    [Fact]
    public async Task Many_who_rent_and_return_at_once_never_share_a_block()
    {
        await Parallel.ForAsync(0, 20_000, TestContext.Current.CancellationToken, async (number, _) =>
        {
            using var block = _buffers.Rent();
            BitConverter.TryWriteBytes(block.Memory.Span, number);
            await Task.Yield();

            Assert.Equal(number, BitConverter.ToInt32(block.Memory.Span));
        });
    }
}
