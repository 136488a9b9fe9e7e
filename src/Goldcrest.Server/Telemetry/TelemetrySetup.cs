using Microsoft.Extensions.DependencyInjection;

namespace Goldcrest.Server.Telemetry;

/// <summary>Registers telemetry.</summary>
internal static class TelemetrySetup
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services) => services
        .AddSingleton<TelemetryMeters>()
        .AddSingleton<TelemetryRoom>();
}
