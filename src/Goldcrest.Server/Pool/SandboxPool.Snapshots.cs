using System.Collections.Concurrent;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Invoke;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Sandboxes;

namespace Goldcrest.Server.Pool;

/// <remarks>Instead of snapshots: sandboxes that ran INIT and wait, in the <see cref="SandboxReserve"/>. Source: docs/limits.md.</remarks>
internal sealed partial class SandboxPool : ISnapshots
{
    /// <summary>Deployments whose first is being made.</summary>
    private readonly ConcurrentDictionary<string, bool> _first = new();

    public async Task<PreparationFlaw?> MakeAsync(FunctionVersion version, CancellationToken cancellationToken)
    {
        if (!_busy.TryEnter())
        {
            throw new OperationCanceledException("The server is being stopped.");
        }

        try
        {
            return await MakeFirstAsync(version);
        }
        catch (Exception failure) when (failure is SandboxLaunchException || (failure is OperationCanceledException && !_isStopping))
        {
            // When it was interrupted, the version is gone, and nobody reads what is said of it.
            LogBootFailed(version.QualifiedArn, failure);
            return new PreparationFlaw("InternalError", failure.Message);
        }
        finally
        {
            _busy.Leave();
        }
    }

    public void Keep(FunctionVersion version)
    {
        _reserve.Keep(version);
        FillReserve();
    }

    private async Task<PreparationFlaw?> MakeFirstAsync(FunctionVersion version)
    {
        var id = version.Serving.Id;
        _first[id] = true;
        try
        {
            var (sandbox, failure) = await MakeAheadAsync(version);
            if (failure is not null)
            {
                await RemoveAsync(sandbox);
                return InitFlaw.Of(failure);
            }

            _reserve.Keep(version);
            if (!_first.ContainsKey(id))
            {
                DropReserve(id);
            }

            if (!_reserve.TryAdd(id, sandbox))
            {
                await RemoveAsync(sandbox);
            }

            FillReserve();
            return null;
        }
        finally
        {
            _first.TryRemove(id, out _);
        }
    }

    /// <summary>The deployment is gone: what waits for it goes, and what initialises for it is interrupted.</summary>
    private void DropReserve(string deploymentId)
    {
        _first.TryRemove(deploymentId, out _);
        foreach (var (sandbox, owner) in _ahead)
        {
            if (owner == deploymentId)
            {
                sandbox.Interrupt();
            }
        }

        RemoveAll(_reserve.Forget(deploymentId));
    }

    /// <summary>Off the path of invocations: whatever the reserve lacks is made, half as many at once as boots may be.</summary>
    private void FillReserve()
    {
        foreach (var version in _isStopping ? [] : _reserve.Begin())
        {
            _ = MakeForReserveAsync(version);
        }
    }

    /// <summary>Never throws.</summary>
    private async Task MakeForReserveAsync(FunctionVersion version)
    {
        using var held = _busy.Hold();
        FunctionSandbox? made = null;
        try
        {
            (made, var failure) = await MakeAheadAsync(version);
            if (!_reserve.End(version.Serving.Id, failure is null ? made : null) || failure is not null)
            {
                await RemoveAsync(made);
            }
        }
        catch (Exception failure)
        {
            // An invocation boots its own sandbox, and is told when that fails too.
            LogBootFailed(version.QualifiedArn, failure);
            _reserve.End(version.Serving.Id, made: null);
        }
    }

    private async Task<(FunctionSandbox Sandbox, InvokeOutcome? Failure)> MakeAheadAsync(FunctionVersion version)
    {
        await _bootsAhead.WaitAsync(CancellationToken.None);
        using var turn = new BootTurn(_bootsAhead);
        return await MakeAsync(version, turn, isAhead: true);
    }
}
