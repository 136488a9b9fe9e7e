using Goldcrest.Server.Functions;

namespace Goldcrest.Tests.Functions;

public sealed class FunctionTurnsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_at_a_time_changes_a_function_and_nothing_stays_behind()
    {
        var turns = new FunctionTurns();
        var (inside, most, total) = (0, 0, 0);

        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(
            async () =>
            {
                for (var i = 0; i < 50; i++)
                {
                    using var turn = await turns.TakeAsync(FunctionExample.Key, Token);
                    most = Math.Max(most, ++inside);
                    await Task.Yield();
                    inside--;
                    total++;
                }
            },
            Token)));

        Assert.Equal((1, 1600, 0), (most, total, turns.Count));
    }

    [Fact]
    public async Task Other_functions_do_not_wait()
    {
        var turns = new FunctionTurns();
        using var first = await turns.TakeAsync(FunctionExample.Key, Token);

        using var other = await turns.TakeAsync(FunctionExample.Key with { Account = "111111111111" }, Token);

        Assert.Equal(2, turns.Count);
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_the_queue_whole()
    {
        var turns = new FunctionTurns();
        var first = await turns.TakeAsync(FunctionExample.Key, Token);
        using var impatient = new CancellationTokenSource();
        var gaveUp = turns.TakeAsync(FunctionExample.Key, impatient.Token);
        var patient = turns.TakeAsync(FunctionExample.Key, Token);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gaveUp);
        Assert.False(patient.IsCompleted);
        first.Dispose();
        first.Dispose();
        (await patient).Dispose();

        Assert.Equal(0, turns.Count);
    }
}
