using System.Collections.Concurrent;
using System.Threading.Channels;
using Goldcrest.Core.Functions;
using Goldcrest.Server.Code;
using Goldcrest.Server.Images;
using Goldcrest.Server.Records;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Functions;

/// <summary>
/// Lays out the code of versions that are pending or updating, zips and images, has their snapshots made where they start from one, then lets them serve. What a stop or a kill interrupted goes on at the
/// next start, because the phase is stored.
/// </summary>
internal sealed partial class FunctionPreparer(
    FunctionCatalog catalog, CodeStore code, IImageLibrary images, ISnapshots snapshots, TimeProvider time, ILogger<FunctionPreparer> logger) : BackgroundService
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
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it was, a cancellation that nobody here asked for too: the others go on; this one keeps its phase and is taken up again: nobody can change it before.
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
        var flaw = await LayOutAsync(version, cancellationToken)
            ?? (version.StartsFromSnapshot ? await snapshots.MakeAsync(version, cancellationToken) : null);
        await catalog.ChangeAsync(version.Key, function => Settle(function, version, flaw), cancellationToken);
    }

    /// <summary>Changes nothing when the version was deleted, made anew or settled meanwhile.</summary>
    private static RecordChange<FunctionRecord, bool> Settle(FunctionRecord? function, FunctionVersion version, PreparationFlaw? flaw)
    {
        if (function?.Find(version.Number) is not { } now || now.Current.Id != version.Current.Id || !FunctionLifecycle.AwaitsPreparation(now.Phase))
        {
            return RecordChange<FunctionRecord, bool>.None(false);
        }

        var revision = Revision.Next();
        return RecordChange<FunctionRecord, bool>.To(function.With(flaw is null ? now.Prepared(revision) : now.PreparationFailed(revision, flaw)), true);
    }

    /// <returns>Null when the code lies there, ready to run.</returns>
    private async Task<PreparationFlaw?> LayOutAsync(FunctionVersion version, CancellationToken cancellationToken)
    {
        var reference = version.Current.Code;
        try
        {
            if (reference.Image is { } image)
            {
                return await images.PullAsync(image, reference.Sha256Hex, cancellationToken) is { } failure ? ImageReply.ToState(failure) : null;
            }

            await code.UnpackAsync(reference.Sha256Hex, cancellationToken);
            return null;
        }
        catch (Exception lost) when (lost is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            LogNotLaidOut(version.QualifiedArn, lost);
            return PreparationFlaw.Internal;
        }
    }

    [LoggerMessage(1001, LogLevel.Error, "The code of {Function} could not be laid out")]
    private partial void LogNotLaidOut(string function, Exception exception);

    [LoggerMessage(1002, LogLevel.Error, "{Function} could not be prepared; it is tried again soon")]
    private partial void LogNotPrepared(string function, Exception exception);
}
