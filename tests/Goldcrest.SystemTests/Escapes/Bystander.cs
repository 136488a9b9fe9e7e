using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Escapes;

/// <summary>A function of somebody else that is invoked all the time while another misbehaves.</summary>
internal sealed class Bystander : IAsyncDisposable
{
    private readonly Prisoner _function;
    private readonly CancellationTokenSource _over = new();
    private readonly Task<int> _served;

    private Bystander(Prisoner function)
    {
        _function = function;
        _served = Task.Run(ServeAsync);
    }

    /// <summary>Serving begins at once, warm.</summary>
    public static async Task<Bystander> StartAsync(GoldcrestServer server)
    {
        var function = await Prisoner.CreateAsync(server, memoryMiB: 128);
        await function.RunAsync("found = 1");
        return new Bystander(function);
    }

    /// <summary>All its invocations were answered, right and in the one sandbox that it had from the start.</summary>
    public async Task AssertServedAsync()
    {
        await _over.CancelAsync();

        Assert.True(await _served > 0);
        Assert.Equal("true", await _function.RunAsync("found = state.get('count', 0) > 0"));
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _served.ContinueWith(_ => { }, TaskScheduler.Default);
        await _function.DisposeAsync();
        _over.Dispose();
    }

    private async Task<int> ServeAsync()
    {
        var count = 0;
        do
        {
            count++;
            Assert.Equal($"{count}", await _function.RunAsync("__import__('time').sleep(0.02); state['count'] = found = state.get('count', 0) + 1"));
        }
        while (!_over.IsCancellationRequested);

        return count;
    }
}
