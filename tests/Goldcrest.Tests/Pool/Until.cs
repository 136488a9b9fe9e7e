namespace Goldcrest.Tests.Pool;

/// <summary>Waits for what other threads do soon, with a bound, without sleeping.</summary>
internal static class Until
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <exception cref="TimeoutException">It did not come true.</exception>
    public static async Task TrueAsync(Func<bool> condition)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException("What was waited for did not come true.");
            }

            await Task.Yield();
        }
    }

    /// <exception cref="TimeoutException">It did not come true.</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException("What was waited for did not come true.");
            }

            await Task.Yield();
        }
    }

    /// <exception cref="TimeoutException">The task did not end.</exception>
    public static Task<T> EndAsync<T>(Task<T> task) => task.WaitAsync(Patience);

    /// <exception cref="TimeoutException">The task did not end.</exception>
    public static Task EndAsync(Task task) => task.WaitAsync(Patience);
}
