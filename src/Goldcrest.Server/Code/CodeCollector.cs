using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Code;

/// <summary>
/// Removes code that nothing names any more: at the start whatever an earlier run left, later what was freed. Freed code waits a while,
/// so that an invocation that has chosen its version and not yet its sandbox still finds the code.
/// </summary>
/// <remarks>Source: docs/contracts/functions.md#code.</remarks>
internal sealed partial class CodeCollector(
    IEnumerable<ICodeKeeper> keepers, FreedCode freed, IEnumerable<ICodeUser> users, TimeProvider time, ILogger<CodeCollector> logger) : BackgroundService
{
    /// <summary>Far more than the time between the choice of a version and the pin that its sandbox takes.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    /// <returns>How many zips and images were removed.</returns>
    public Task<int> CollectAllAsync(CancellationToken cancellationToken) => CollectAsync(keeper => keeper.CollectAsync(IsUsed, cancellationToken));

    /// <returns>How many zips and images were removed, of those that were freed long enough ago.</returns>
    public async Task<int> CollectFreedAsync(CancellationToken cancellationToken)
    {
        var ripe = freed.TakeOlderThan(Grace);
        return ripe.Count == 0 ? 0 : await CollectAsync(keeper => keeper.CollectAsync(ripe, IsUsed, cancellationToken));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await TryAsync(CollectAllAsync, stoppingToken);
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryAsync(CollectFreedAsync, stoppingToken);
        }
    }

    private async Task<int> CollectAsync(Func<ICodeKeeper, Task<int>> collectAsync)
    {
        var removed = 0;
        foreach (var keeper in keepers)
        {
            removed += await collectAsync(keeper);
        }

        return removed;
    }

    private bool IsUsed(string sha256Hex) => users.Any(user => user.Uses(sha256Hex));

    private async Task TryAsync(Func<CancellationToken, Task<int>> collect, CancellationToken stoppingToken)
    {
        try
        {
            await collect(stoppingToken);
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            // Whatever it was: code that could not be removed only takes space; the next start tries again.
            LogNotCollected(failure);
        }
    }

    [LoggerMessage(3103, LogLevel.Warning, "Code that nothing refers to could not be removed")]
    private partial void LogNotCollected(Exception exception);
}
