using System.Diagnostics.Metrics;
using Goldcrest.Server.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Goldcrest.Tests.Telemetry;

/// <summary>Rooms for tests.</summary>
internal static class Rooms
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public static TelemetryRoom Create() => new(new TelemetryMeters(Services.GetRequiredService<IMeterFactory>()));
}
