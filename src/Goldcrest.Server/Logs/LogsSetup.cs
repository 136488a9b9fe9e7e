using Microsoft.Extensions.DependencyInjection;

namespace Goldcrest.Server.Logs;

/// <summary>Registers the log store.</summary>
internal static class LogsSetup
{
    public static IServiceCollection AddLogs(this IServiceCollection services, LogOptions options) => services
        .AddSingleton(options)
        .AddSingleton<LogFiles>()
        .AddSingleton<LogMeters>()
        .AddSingleton<LogStore>()
        .AddSingleton<ILogSink>(provider => provider.GetRequiredService<LogStore>())
        .AddHostedService(provider => provider.GetRequiredService<LogStore>());
}
