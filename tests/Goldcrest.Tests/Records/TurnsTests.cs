using Goldcrest.Server.Records;

namespace Goldcrest.Tests.Records;

public sealed class TurnsTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly Turns<string> _turns = new();

    [Fact]
    public async Task Only_one_has_a_key_at_a_time()
    {
        var inside = 0;
        var most = 0;
        var count = 0;

        await Parallel.ForAsync(0, 500, async (_, token) =>
        {
            using var turn = await _turns.TakeAsync("a", token);
            most = Math.Max(most, Interlocked.Increment(ref inside));
            await Task.Yield();
            count++;
            Interlocked.Decrement(ref inside);
        });

        Assert.Equal((1, 500), (most, count));
    }

    [Fact]
    public async Task Different_keys_do_not_wait_for_each_other()
    {
        using var first = await _turns.TakeAsync("a", None);

        var second = _turns.TakeAsync("b", None);

        Assert.True(second.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Who_gives_up_waiting_does_not_hold_up_the_next()
    {
        using var impatience = new CancellationTokenSource();
        var first = await _turns.TakeAsync("a", None);
        var givesUp = _turns.TakeAsync("a", impatience.Token);
        var waits = _turns.TakeAsync("a", None);

        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givesUp);
        first.Dispose();

        using var next = await waits;
        Assert.True(waits.IsCompletedSuccessfully);
    }
}
