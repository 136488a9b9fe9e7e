using Goldcrest.Server.Hosting;
using Goldcrest.Tests.Pool;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Goldcrest.Tests.Hosting;

public sealed class GoldcrestHostTests
{
    [Fact]
    public async Task A_server_whose_background_loop_failed_ends_with_a_failure()
    {
        using var host = Build<FailingLoop>();
        await host.StartAsync(TestContext.Current.CancellationToken);

        var serving = GoldcrestHost.ServeAsync(host, CancellationToken.None);
        await Until.EndAsync(serving);

        Assert.Equal(1, await serving);
    }

    [Fact]
    public async Task A_server_that_is_told_to_stop_ends_well()
    {
        using var host = Build<QuietLoop>();
        using var stop = new CancellationTokenSource();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var serving = GoldcrestHost.ServeAsync(host, stop.Token);
        Assert.False(serving.IsCompleted);

        await stop.CancelAsync();
        await Until.EndAsync(serving);

        Assert.Equal(0, await serving);
    }

    private static IHost Build<TLoop>()
        where TLoop : BackgroundService
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddHostedService<TLoop>();
        return builder.Build();
    }

    private sealed class FailingLoop : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            throw new InvalidOperationException("A bug.");
        }
    }

    private sealed class QuietLoop : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
    }
}
