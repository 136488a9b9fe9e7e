namespace Goldcrest.Server.Pool;

/// <summary>One of the few places for boots, which was waited for; given back once, at disposal or earlier.</summary>
internal sealed class BootTurn(SemaphoreSlim places) : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private int _isGivenBack;

    /// <returns>A task that ends when the place was given back.</returns>
    public async Task GiveUpAfterAsync(TimeSpan bound, TimeProvider time)
    {
        await Task.Delay(bound, time, _ended.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
        GiveBack();
    }

    public void Dispose()
    {
        _ended.Cancel();
        _ended.Dispose();
        GiveBack();
    }

    private void GiveBack()
    {
        if (Interlocked.Exchange(ref _isGivenBack, 1) == 0)
        {
            places.Release();
        }
    }
}
