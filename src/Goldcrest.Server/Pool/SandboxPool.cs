using System.Collections.Concurrent;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Invoke;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Sandboxes;
using Goldcrest.Server.Sandboxes.FileSystems;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Pool;

/// <summary>
/// All sandboxes of the node. A caller gets a warm one, or the first that becomes free or is booted, whichever is sooner; one caller at a time
/// has a sandbox.
/// </summary>
/// <remarks>Source: docs/adr/0008-one-sandbox-has-one-invocation-at-a-time.md.</remarks>
internal sealed partial class SandboxPool(ISandboxFactory factory, PoolOptions options, TimeProvider time, ILogger<SandboxPool> logger)
    : BackgroundService, IDeploymentObserver
{
    private readonly ConcurrentDictionary<ShelfKey, Shelf> _shelves = new();
    private readonly ConcurrentDictionary<FunctionSandbox, bool> _all = new();

    /// <summary>Those that initialise while nobody waits for them: a stop does not wait either.</summary>
    private readonly ConcurrentDictionary<FunctionSandbox, string> _ahead = new();
    private readonly SemaphoreSlim _boots = new(options.MaxConcurrentBoots);

    /// <summary>Fewer, and of their own: whoever waits for a cold start does not stand behind them.</summary>
    private readonly SemaphoreSlim _bootsAhead = new(Math.Max(1, options.MaxConcurrentBoots / 2));
    private readonly PoolBusyness _busy = new();
    private readonly SandboxReserve _reserve = new(options.SnapStartReady, options.MaxSnapStartReady, options.SnapStartPause, time);
    private volatile bool _isStopping;
    private volatile bool _isInterrupting;

    /// <summary>Sandboxes that exist, leased ones included.</summary>
    public int Count => _all.Count;

    /// <summary>Runs one event on a sandbox of the version. Goes on to its end whatever the caller's client does.</summary>
    /// <exception cref="SandboxLaunchException">The host could not build a sandbox, or the pool is being stopped.</exception>
    public async Task<InvokeResult> InvokeAsync(FunctionVersion version, InvokeRequest request)
    {
        if (!_busy.TryEnter())
        {
            throw new SandboxLaunchException("the server is being stopped");
        }

        try
        {
            var shelf = _shelves.GetOrAdd(new ShelfKey(version.Serving.Id, request.TenantId), static _ => new Shelf());
            return await InvokeAsync(shelf, await LeaseAsync(shelf, version), request);
        }
        catch (FolderMountException fault)
        {
            return new InvokeResult(new InvokeOutcome.NotMounted(fault.Arn, fault.Reason), []);
        }
        finally
        {
            _busy.Leave();
        }
    }

    public void OnDeploymentGone(string deploymentId)
    {
        DropReserve(deploymentId);
        // Looked through pair by pair: a copy of the keys would keep every function that boots its first sandbox waiting.
        foreach (var (key, shelf) in _shelves)
        {
            if (key.DeploymentId == deploymentId && _shelves.TryRemove(KeyValuePair.Create(key, shelf)))
            {
                RemoveAll(shelf.Close());
            }
        }
    }

    /// <summary>Refuses new invocations, lets those that run end within a bound, interrupts the rest, and removes every sandbox.</summary>
    /// <param name="cancellationToken">Shortens the bound.</param>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _busy.Close();
        _isStopping = true;
        foreach (var sandbox in _ahead.Keys)
        {
            sandbox.Interrupt();
        }

        await base.StopAsync(CancellationToken.None);
        if (!await IsIdleWithinAsync(options.DrainTimeout, cancellationToken))
        {
            LogInterrupted();
            _isInterrupting = true;
            foreach (var sandbox in _all.Keys)
            {
                sandbox.Interrupt();
            }

            await IsIdleWithinAsync(options.DeathTimeout, CancellationToken.None);
        }

        await Task.WhenAll(_all.Keys.Select(RemoveAsync));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.ReapInterval, time);
        while (await NextTickAsync(timer, stoppingToken))
        {
            var now = time.GetUtcNow();
            // Not waited for: one that takes its time to go must not keep the others. The stop waits for all.
            RemoveAll(_reserve.TakeOld(bornBefore: now - options.MaxAge));
            FillReserve();
            foreach (var (key, shelf) in _shelves)
            {
                RemoveAll(shelf.TakeOld(idleSince: now - options.IdleTimeout, bornBefore: now - options.MaxAge));
                if (shelf.TryCloseUnused())
                {
                    _shelves.TryRemove(KeyValuePair.Create(key, shelf));
                }
            }
        }
    }

    private void RemoveAll(IEnumerable<FunctionSandbox> sandboxes)
    {
        foreach (var sandbox in sandboxes)
        {
            _ = RemoveAsync(sandbox);
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

    private async Task<InvokeResult> InvokeAsync(Shelf shelf, FunctionSandbox sandbox, InvokeRequest request)
    {
        InvokeResult result;
        try
        {
            result = await sandbox.InvokeAsync(request);
        }
        catch
        {
            GiveUp(shelf, sandbox);
            throw;
        }

        if (sandbox.Rest.IsCompletedSuccessfully)
        {
            PutBack(shelf, sandbox);
        }
        else
        {
            _ = PutBackAfterRestAsync(shelf, sandbox);
        }

        return result;
    }

    /// <summary>The caller has the answer; what is left of the invocation belongs to the lease. Never throws.</summary>
    private async Task PutBackAfterRestAsync(Shelf shelf, FunctionSandbox sandbox)
    {
        using var held = _busy.Hold();
        try
        {
            await sandbox.Rest;
            PutBack(shelf, sandbox);
        }
        catch (Exception failure)
        {
            // Whatever went wrong costs this sandbox: its caller was answered.
            LogRestFailed(failure);
            GiveUp(shelf, sandbox);
        }
    }

    private void PutBack(Shelf shelf, FunctionSandbox sandbox)
    {
        sandbox.IdleSince = time.GetUtcNow();
        if (sandbox.IdleSince - sandbox.Born >= options.MaxAge)
        {
            GiveUp(shelf, sandbox);
        }
        else if (!shelf.TryPutBack(sandbox))
        {
            _ = RemoveAsync(sandbox);
        }
    }

    private void GiveUp(Shelf shelf, FunctionSandbox sandbox)
    {
        shelf.Discard();
        _ = RemoveAsync(sandbox);
    }

    private ValueTask<FunctionSandbox> LeaseAsync(Shelf shelf, FunctionVersion version)
    {
        var (idle, turn, isBootDue) = shelf.TakeOrWait();
        if (idle is not null)
        {
            return ValueTask.FromResult(idle);
        }

        if (isBootDue)
        {
            _ = BootAsync(shelf, version);
        }

        return new ValueTask<FunctionSandbox>(turn!);
    }

    /// <summary>Boots one sandbox for whoever waits longest; does nothing when everybody was served meanwhile. Never throws.</summary>
    private async Task BootAsync(Shelf shelf, FunctionVersion version)
    {
        using var held = _busy.Hold();
        if (_reserve.Take(version.Serving.Id) is { } ready)
        {
            FillReserve();
            await PutBootedAsync(shelf, ready);
            return;
        }

        await _boots.WaitAsync(CancellationToken.None);
        using var turn = new BootTurn(_boots);
        if (!shelf.TryBeginBoot())
        {
            return;
        }

        FunctionSandbox sandbox;
        try
        {
            (sandbox, _) = await MakeAsync(version, turn, isAhead: false);
        }
        catch (Exception failure)
        {
            // Whatever went wrong is told to a caller who waits for this sandbox.
            LogBootFailed(version.QualifiedArn, failure);
            shelf.FailBoot(failure);
            return;
        }

        await PutBootedAsync(shelf, sandbox);
    }

    private async Task PutBootedAsync(Shelf shelf, FunctionSandbox sandbox)
    {
        sandbox.IdleSince = time.GetUtcNow();
        if (!shelf.TryPutBooted(sandbox))
        {
            await RemoveAsync(sandbox);
        }
    }

    /// <param name="isAhead">Nobody waits for it: a stop interrupts it at once.</param>
    /// <returns>A sandbox after its INIT, and how that failed; null when it did not. Nothing is left of one that throws.</returns>
    private async Task<(FunctionSandbox Sandbox, InvokeOutcome? Failure)> MakeAsync(FunctionVersion version, BootTurn turn, bool isAhead)
    {
        var sandbox = await factory.CreateAsync(version, CancellationToken.None);
        LogBooted(version.QualifiedArn);
        _all[sandbox] = true;
        if (isAhead)
        {
            _ahead[sandbox] = version.Serving.Id;
        }

        if (_isInterrupting || (isAhead && _isStopping))
        {
            sandbox.Interrupt();
        }

        try
        {
            var initialised = sandbox.InitialiseAsync();
            await Task.WhenAny(initialised, turn.GiveUpAfterAsync(options.BootTurn, time));
            return (sandbox, await initialised);
        }
        catch
        {
            await RemoveAsync(sandbox);
            throw;
        }
        finally
        {
            _ahead.TryRemove(sandbox, out _);
        }
    }

    /// <summary>Does nothing for one that is being removed. Never throws.</summary>
    private async Task RemoveAsync(FunctionSandbox sandbox)
    {
        if (!_all.TryRemove(sandbox, out _))
        {
            return;
        }

        using var held = _busy.Hold();
        await Task.Yield();
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

    private async Task<bool> IsIdleWithinAsync(TimeSpan bound, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(_busy.Idle, Task.Delay(bound, time, timer.Token));
        await timer.CancelAsync();
        return _busy.Idle.IsCompleted;
    }
}
