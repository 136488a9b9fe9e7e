using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Sandboxes.Oci;

/// <summary>Keeps a few OCI runtimes started, because loading one takes a third of what a container costs.</summary>
/// <param name="count">How many are kept ahead; 0 for none.</param>
/// <param name="begin">Starts one.</param>
internal sealed partial class WaitingRuntimes(int count, Func<Task<WaitingRuntime>> begin, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    /// <summary>The start that took one is to be over before the next is made.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentQueue<WaitingRuntime> _ready = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _lock = new();
    private Task _refilling = Task.CompletedTask;

    /// <returns>Null when none waits. The caller disposes of it.</returns>
    public WaitingRuntime? Take()
    {
        Refill(Pause);
        while (_ready.TryDequeue(out var ready))
        {
            if (ready.Waits)
            {
                return ready;
            }

            ready.Dispose();
        }

        return null;
    }

    /// <summary>Starts as many as are missing, in the background.</summary>
    /// <param name="after">How much later.</param>
    public void Refill(TimeSpan after)
    {
        lock (_lock)
        {
            if (!_closing.IsCancellationRequested && _refilling.IsCompleted && count > 0)
            {
                _refilling = RefillAsync(after);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _closing.Cancel();
        }

        await _refilling;
        while (_ready.TryDequeue(out var ready))
        {
            ready.Dispose();
        }

        _closing.Dispose();
    }

    private async Task RefillAsync(TimeSpan after)
    {
        try
        {
            await Task.Delay(after, time, _closing.Token);
            while (_ready.Count < count && !_closing.IsCancellationRequested)
            {
                _ready.Enqueue(await begin());
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // The server stops.
        }
        catch (Exception fault) when (fault is SandboxLaunchException or IOException or UnauthorizedAccessException)
        {
            // Whoever needs a runtime next starts one, and meets the fault where it can be told.
            LogNotReady(fault.Message);
        }
    }

    [LoggerMessage(3005, LogLevel.Warning, "No OCI runtime could be started ahead: {Reason}")]
    private partial void LogNotReady(string reason);
}
