using System.Collections.Concurrent;
using System.Threading.Channels;
using Goldcrest.Core.Functions;
using Goldcrest.Server.Code;
using Goldcrest.Server.Records;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Functions;

/// <summary>
/// Lays out the code of versions that are pending or updating, has their snapshots made where they start from one, then lets them serve. What a stop or a kill interrupted goes on at the
/// next start, because the phase is stored.
/// </summary>
internal sealed partial class FunctionPreparer(
    FunctionCatalog catalog, CodeStore code, ISnapshots snapshots, TimeProvider time, ILogger<FunctionPreparer> logger) : BackgroundService
{
    // Enough for writes to share a flush of the disk; unpacking itself is seldom needed.
    private const int AtOnce = 16;

    /// <summary>Between two tries when the outcome could not be stored, as on a full disk.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Channel<(FunctionKey Key, string Number)> _waiting = Channel.CreateUnbounded<(FunctionKey, string)>();

    /// <summary>Deployments by their ids.</summary>
    private readonly ConcurrentDictionary<string, bool> _underWay = new();

    /// <summary>To be called after a change of the function; versions that serve already are left alone.</summary>
    public void PrepareAll(FunctionKey key)
    {
        if (catalog.Find(key) is { } function)
        {
            PrepareAll(function);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var function in catalog.All)
        {
            PrepareAll(function);
            foreach (var version in function.Versions.Where(version => version is { Phase: FunctionPhase.Active, StartsFromSnapshot: true }))
            {
                snapshots.Keep(version);
            }
        }

        return Parallel.ForEachAsync(
            _waiting.Reader.ReadAllAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
            async (version, cancellationToken) => await TryPrepareAsync(version.Key, version.Number, cancellationToken));
    }

    private void PrepareAll(FunctionRecord function)
    {
        foreach (var version in function.Versions.Where(version => FunctionLifecycle.AwaitsPreparation(version.Phase)))
        {
            _waiting.Writer.TryWrite((version.Key, version.Number));
        }
    }

    private async Task TryPrepareAsync(FunctionKey key, string number, CancellationToken cancellationToken)
    {
        try
        {
            if (catalog.Find(key)?.Find(number) is { } version && FunctionLifecycle.AwaitsPreparation(version.Phase))
            {
                await PrepareOnceAsync(version, cancellationToken);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The others go on; this one keeps its phase and is taken up again: nobody can change it before.
            LogNotPrepared(key.QualifiedArn(number), failure);
            await Task.Delay(Pause, time, cancellationToken);
            _waiting.Writer.TryWrite((key, number));
        }
    }

    /// <summary>Does nothing while the same is under way: every change of a function names all its versions that wait, and an INIT may take minutes.</summary>
    private async Task PrepareOnceAsync(FunctionVersion version, CancellationToken cancellationToken)
    {
        if (!_underWay.TryAdd(version.Current.Id, true))
        {
            return;
        }

        try
        {
            await PrepareAsync(version, cancellationToken);
        }
        finally
        {
            _underWay.TryRemove(version.Current.Id, out _);
        }
    }

    private async Task PrepareAsync(FunctionVersion version, CancellationToken cancellationToken)
    {
        var isLaidOut = await TryLayOutAsync(version, cancellationToken);
        var flaw = isLaidOut && version.StartsFromSnapshot ? await snapshots.MakeAsync(version, cancellationToken) : null;
        var isReady = isLaidOut && flaw is null;
        await catalog.ChangeAsync(version.Key, function => Settle(function, version, isReady, flaw), cancellationToken);
    }

    /// <summary>Changes nothing when the version was deleted, made anew or settled meanwhile.</summary>
    private static RecordChange<FunctionRecord, bool> Settle(FunctionRecord? function, FunctionVersion version, bool isReady, PreparationFlaw? flaw)
    {
        if (function?.Find(version.Number) is not { } now || now.Current.Id != version.Current.Id || !FunctionLifecycle.AwaitsPreparation(now.Phase))
        {
            return RecordChange<FunctionRecord, bool>.None(false);
        }

        var revision = Revision.Next();
        return RecordChange<FunctionRecord, bool>.To(function.With(isReady ? now.Prepared(revision) : now.PreparationFailed(revision, flaw)), true);
    }

    private async Task<bool> TryLayOutAsync(FunctionVersion version, CancellationToken cancellationToken)
    {
        // Images are not fetched: there is nothing to wait for.
        if (version.Current.Code.Image is not null)
        {
            return true;
        }

        try
        {
            await code.UnpackAsync(version.Current.Code.Sha256Hex, cancellationToken);
            return true;
        }
        catch (Exception lost) when (lost is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            LogNotLaidOut(version.QualifiedArn, lost);
            return false;
        }
    }

    [LoggerMessage(1001, LogLevel.Error, "The code of {Function} could not be laid out")]
    private partial void LogNotLaidOut(string function, Exception exception);

    [LoggerMessage(1002, LogLevel.Error, "{Function} could not be prepared; it is tried again soon")]
    private partial void LogNotPrepared(string function, Exception exception);
}
