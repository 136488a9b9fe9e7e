using System.Threading.Channels;
using Goldcrest.Core.Functions;
using Goldcrest.Server.Code;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Functions;

/// <summary>
/// Lays out the code of versions that are pending or updating, then lets them serve. What a stop or a kill interrupted goes on at the
/// next start, because the phase is stored.
/// </summary>
internal sealed partial class FunctionPreparer(FunctionCatalog catalog, CodeStore code, ILogger<FunctionPreparer> logger) : BackgroundService
{
    private readonly Channel<(FunctionKey Key, string Number)> _waiting = Channel.CreateUnbounded<(FunctionKey, string)>();

    /// <summary>To be called after the version was stored in a phase that awaits preparation.</summary>
    public void Prepare(FunctionVersion version) => _waiting.Writer.TryWrite((version.Key, version.Number));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var version in catalog.All.SelectMany(function => function.Versions))
        {
            if (FunctionLifecycle.AwaitsPreparation(version.Phase))
            {
                Prepare(version);
            }
        }

        await foreach (var (key, number) in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            if (catalog.Find(key)?.Find(number) is { } version && FunctionLifecycle.AwaitsPreparation(version.Phase))
            {
                await PrepareAsync(version, stoppingToken);
            }
        }
    }

    private async Task PrepareAsync(FunctionVersion version, CancellationToken stoppingToken)
    {
        var laidOut = await TryLayOutAsync(version, stoppingToken);
        await catalog.ChangeAsync(
            version.Key,
            // Not the revision: tags may change meanwhile.
            function => function?.Find(version.Number) is { } now
                && now.Current.Id == version.Current.Id && FunctionLifecycle.AwaitsPreparation(now.Phase)
                ? FunctionChange<bool>.To(function.With(laidOut ? now.Prepared(NewRevision()) : now.PreparationFailed(NewRevision())), true)
                : FunctionChange<bool>.None(false),
            stoppingToken);
    }

    private async Task<bool> TryLayOutAsync(FunctionVersion version, CancellationToken stoppingToken)
    {
        try
        {
            await code.UnpackAsync(version.Current.Code.Sha256Hex, stoppingToken);
            return true;
        }
        catch (IOException lost)
        {
            LogNotLaidOut(version.QualifiedArn, lost);
            return false;
        }
    }

    private static string NewRevision() => Guid.NewGuid().ToString();

    [LoggerMessage(1001, LogLevel.Error, "The code of {Function} could not be laid out")]
    private partial void LogNotLaidOut(string function, Exception exception);
}
