using System.Collections.Concurrent;
using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Pool;

/// <summary>
/// All sandboxes of the node. A caller gets a warm one, or the first that becomes free or is booted, whichever is sooner; one caller at a time
/// has a sandbox.
/// </summary>
internal sealed partial class SandboxPool(SandboxFactory factory, PoolOptions options, TimeProvider time, ILogger<SandboxPool> logger)
    : BackgroundService, IDeploymentObserver
{
    private readonly ConcurrentDictionary<string, Shelf> _shelves = new();
    private readonly SemaphoreSlim _boots = new(options.MaxConcurrentBoots);
    private volatile bool _closed;

    /// <summary>Runs one event on a sandbox of the version.</summary>
    /// <exception cref="Sandboxes.SandboxLaunchException">The host could not build a sandbox.</exception>
    public async Task<InvokeResult> InvokeAsync(FunctionVersion version, InvokeRequest request)
    {
        var shelf = _shelves.GetOrAdd(version.Serving.Id, static _ => new Shelf());
        var sandbox = await LeaseAsync(shelf, version);
        try
        {
            return await sandbox.InvokeAsync(request);
        }
        finally
        {
            Return(shelf, sandbox);
        }
    }

    public void OnDeploymentGone(string deploymentId)
    {
        if (_shelves.TryRemove(deploymentId, out var shelf))
        {
            _ = RemoveAsync(shelf.Close());
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _closed = true;
        await base.StopAsync(cancellationToken);
        await RemoveAsync([.. _shelves.Values.SelectMany(shelf => shelf.Close())]);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.ReapInterval, time);
        while (await NextTickAsync(timer, stoppingToken))
        {
            var oldest = time.GetUtcNow() - options.IdleTimeout;
            await RemoveAsync([.. _shelves.Values.SelectMany(shelf => shelf.TakeIdleSince(oldest))]);
        }
    }

    private static async Task<bool> NextTickAsync(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async ValueTask<FunctionSandbox> LeaseAsync(Shelf shelf, FunctionVersion version)
    {
        var (idle, turn) = shelf.TakeOrWait();
        if (idle is not null)
        {
            return idle;
        }

        _ = BootAsync(shelf, version);
        return await turn!;
    }

    /// <summary>Boots one sandbox for whoever waits longest; does nothing when everybody was served meanwhile.</summary>
    private async Task BootAsync(Shelf shelf, FunctionVersion version)
    {
        await _boots.WaitAsync(CancellationToken.None);
        try
        {
            if (shelf.HasWaiters)
            {
                Return(shelf, await factory.BootAsync(version, CancellationToken.None));
            }
        }
        catch (Exception failure)
        {
            // Whatever went wrong is told to the caller who waits for this sandbox.
            LogBootFailed(version.QualifiedArn, failure);
            shelf.FailOne(failure);
        }
        finally
        {
            _boots.Release();
        }
    }

    private void Return(Shelf shelf, FunctionSandbox sandbox)
    {
        sandbox.IdleSince = time.GetUtcNow();
        if (_closed || !shelf.TryPut(sandbox))
        {
            _ = RemoveAsync([sandbox]);
        }
    }

    private async Task RemoveAsync(IReadOnlyList<FunctionSandbox> sandboxes)
    {
        foreach (var sandbox in sandboxes)
        {
            try
            {
                await sandbox.DisposeAsync();
            }
            catch (Exception failure)
            {
                // One that cannot be removed must not keep the others; the next start removes what is left.
                LogRemoveFailed(failure);
            }
        }
    }

    [LoggerMessage(5101, LogLevel.Error, "No sandbox could be made for {Function}")]
    private partial void LogBootFailed(string function, Exception exception);

    [LoggerMessage(5102, LogLevel.Error, "A sandbox could not be removed")]
    private partial void LogRemoveFailed(Exception exception);
}
