using System.Collections.Concurrent;
using Goldcrest.Core.Telemetry;
using Goldcrest.Server.Telemetry;

namespace Goldcrest.Tests.Telemetry;

/// <summary>A subscriber without a network: keeps what it is sent, and does with it what the test says.</summary>
internal sealed class ScriptedSender : ITelemetrySender
{
    private readonly ConcurrentQueue<IReadOnlyList<TelemetryEntry>> _batches = [];
    private int _disposals;
    private bool _isTaken;

    /// <summary>What comes of one attempt; takes it when not set.</summary>
    public Func<CancellationToken, Task<bool>> Answer { get; set; } = _ => Task.FromResult(true);

    /// <summary>Every attempt.</summary>
    public IReadOnlyList<IReadOnlyList<TelemetryEntry>> Batches => [.. _batches];

    /// <summary>What happened and what was written, in order.</summary>
    public IReadOnlyList<string> Records => [.. _batches.SelectMany(batch => batch).Select(entry => entry.Event?.Type ?? entry.Line!)];

    public int Disposals => _disposals;

    /// <returns>Whether it was asked for before.</returns>
    public bool IsTaken() => Interlocked.Exchange(ref _isTaken, true);

    public async Task<bool> SendAsync(IReadOnlyList<TelemetryEntry> batch, CancellationToken cancellationToken)
    {
        _batches.Enqueue(batch);
        return await Answer(cancellationToken);
    }

    public void Dispose() => Interlocked.Increment(ref _disposals);
}
