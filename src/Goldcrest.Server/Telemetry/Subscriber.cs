using Goldcrest.Core.Telemetry;

namespace Goldcrest.Server.Telemetry;

/// <summary>
/// One subscription in one life of a sandbox: collects records and sends them in batches, in the background. Whatever the subscriber does, it costs no more than
/// the sandbox's place in the room, and nobody waits for it.
/// </summary>
/// <remarks>
/// While the sandbox is frozen nothing is sent, and an attempt that is under way has as much time as it had left or more. Source:
/// docs/contracts/extensions.md#delivery.
/// </remarks>
internal sealed class Subscriber
{
    private readonly Lock _gate = new();
    private readonly string _name;
    private readonly TelemetrySubscription _subscription;
    private readonly ITelemetrySender _sender;
    private readonly TelemetryRoom.Place _place;
    private readonly TimeProvider _time;
    private readonly TelemetryBuffer _buffer;
    private readonly TaskCompletionSource _over = NewTask();
    private TaskCompletionSource _changed = NewTask();
    private TaskCompletionSource? _idle;
    private CancellationTokenSource? _attempt;
    private long _waitsSince;
    private bool _isSending;
    private bool _isPaused;
    private bool _isHurried;

    /// <param name="sender">Belongs to the subscriber from then on.</param>
    public Subscriber(string name, TelemetrySubscription subscription, ITelemetrySender sender, TelemetryRoom.Place place, TimeProvider time)
    {
        (_name, _subscription, _sender, _place, _time) = (name, subscription, sender, place, time);
        _buffer = new TelemetryBuffer(subscription);
        Finished = Task.Run(RunAsync);
    }

    /// <summary>Of the extension.</summary>
    public string Name => _name;

    public bool IsOfLogsApi => _subscription.IsOfLogsApi;

    /// <summary>Ends soon after <see cref="End"/>, when everything was let go of.</summary>
    public Task Finished { get; }

    /// <summary>Never waits. What finds no room is counted, and told to the subscriber later.</summary>
    public void Offer(TelemetryEntry entry)
    {
        lock (_gate)
        {
            if (_over.Task.IsCompleted || !_buffer.Wants(entry))
            {
                return;
            }

            if (!_place.TryTake(entry.Bytes))
            {
                _buffer.Lose(entry);
                return;
            }

            var wasEmpty = _buffer.IsEmpty;
            _buffer.Add(entry);
            if (wasEmpty)
            {
                _waitsSince = _time.GetTimestamp();
            }

            if (wasEmpty || _buffer.IsFull)
            {
                _changed.TrySetResult();
            }
        }
    }

    /// <summary>The sandbox is about to be frozen.</summary>
    public void Pause()
    {
        lock (_gate)
        {
            _isPaused = true;
            _attempt?.CancelAfter(Timeout.InfiniteTimeSpan);
            _changed.TrySetResult();
        }
    }

    /// <summary>The sandbox runs again.</summary>
    public void Resume()
    {
        lock (_gate)
        {
            _isPaused = false;
            _attempt?.CancelAfter(TelemetryLimits.AttemptLimit);
            _changed.TrySetResult();
        }
    }

    /// <summary>From now on records are sent as they come.</summary>
    public void Hurry()
    {
        lock (_gate)
        {
            _isHurried = true;
            _changed.TrySetResult();
        }
    }

    /// <returns>Ends when nothing waits and nothing is under way; never when the subscriber takes nothing.</returns>
    public Task WhenIdleAsync()
    {
        lock (_gate)
        {
            return _buffer.IsEmpty && !_isSending ? Task.CompletedTask : (_idle ??= NewTask()).Task;
        }
    }

    /// <summary>The life is over: what waits is forgotten.</summary>
    public void End()
    {
        lock (_gate)
        {
            _over.TrySetResult();
            _changed.TrySetResult();

            // On another thread: what waits for it takes the lock.
            _ = _attempt?.CancelAsync();
        }
    }

    private static TaskCompletionSource NewTask() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task RunAsync()
    {
        try
        {
            while (await WhenDueAsync() is { } batch)
            {
                var isDelivered = false;
                try
                {
                    isDelivered = await DeliverAsync(batch);
                }
                finally
                {
                    Settle(batch, isDelivered);
                }
            }
        }
        finally
        {
            _sender.Dispose();
            Forget();
        }
    }

    /// <returns>Null when the subscription has ended.</returns>
    private async Task<IReadOnlyList<TelemetryEntry>?> WhenDueAsync()
    {
        while (true)
        {
            Task changed;
            TimeSpan? left;
            lock (_gate)
            {
                if (_over.Task.IsCompleted)
                {
                    return null;
                }

                left = FindWaitLocked();
                if (left <= TimeSpan.Zero)
                {
                    _isSending = true;
                    var batch = _buffer.Take(_time.GetUtcNow());
                    _waitsSince = _time.GetTimestamp();
                    return batch;
                }

                if (_changed.Task.IsCompleted)
                {
                    _changed = NewTask();
                }

                changed = _changed.Task;
            }

            await WaitAsync(left, changed);
        }
    }

    /// <returns>How long the next batch may wait for more; null when there is none, or none can be sent.</returns>
    private TimeSpan? FindWaitLocked() =>
        _isPaused || _buffer.IsEmpty ? null
        : _isHurried || _buffer.IsFull ? TimeSpan.Zero
        : _subscription.Buffering.Timeout - _time.GetElapsedTime(_waitsSince);

    /// <returns>False when the subscriber did not take it, however often it was tried, or the subscription has ended.</returns>
    private async Task<bool> DeliverAsync(IReadOnlyList<TelemetryEntry> batch)
    {
        for (var failures = 0; failures < TelemetryLimits.MaxAttempts && !_over.Task.IsCompleted; failures++)
        {
            if (failures > 0)
            {
                await WaitAsync(TelemetryLimits.BackOff(failures), _over.Task);
            }

            await WhenRunningAsync();
            if (await TryAsync(batch))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Ends when the sandbox is not frozen, or the subscription has ended.</summary>
    private async Task WhenRunningAsync()
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (!_isPaused || _over.Task.IsCompleted)
                {
                    return;
                }

                if (_changed.Task.IsCompleted)
                {
                    _changed = NewTask();
                }

                changed = _changed.Task;
            }

            await changed;
        }
    }

    private async Task<bool> TryAsync(IReadOnlyList<TelemetryEntry> batch)
    {
        using var limit = new CancellationTokenSource(TelemetryLimits.AttemptLimit, _time);
        lock (_gate)
        {
            if (_over.Task.IsCompleted)
            {
                return false;
            }

            _attempt = limit;
            if (_isPaused)
            {
                limit.CancelAfter(Timeout.InfiniteTimeSpan);
            }
        }

        try
        {
            return await _sender.SendAsync(batch, limit.Token);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            return false;
        }
        finally
        {
            lock (_gate)
            {
                _attempt = null;
            }
        }
    }

    private void Settle(IReadOnlyList<TelemetryEntry> batch, bool isDelivered)
    {
        lock (_gate)
        {
            _isSending = false;
            if (!isDelivered)
            {
                _buffer.Lose(batch);
                _place.Lose(batch.Count);
            }

            if (_buffer.IsEmpty)
            {
                _idle?.TrySetResult();
                _idle = null;
            }
        }

        _place.GiveBack(SizeOf(batch));
    }

    /// <summary>What waits when the life is over is not delivered.</summary>
    private void Forget()
    {
        lock (_gate)
        {
            while (!_buffer.IsEmpty)
            {
                _place.GiveBack(SizeOf(_buffer.Take(_time.GetUtcNow())));
            }

            _idle?.TrySetResult();
        }
    }

    /// <summary>A notice of losses was never counted.</summary>
    private static long SizeOf(IReadOnlyList<TelemetryEntry> batch) =>
        batch.Where(entry => entry.Event is not PlatformLogsDropped).Sum(entry => (long)entry.Bytes);

    private async Task WaitAsync(TimeSpan? limit, Task task)
    {
        using var timer = new CancellationTokenSource();
        await (limit is { } some ? Task.WhenAny(task, Task.Delay(some, _time, timer.Token)) : task);
        await timer.CancelAsync();
    }
}
