using System.Diagnostics.Metrics;

namespace Goldcrest.Server.Telemetry;

/// <summary>What can be counted of telemetry.</summary>
internal sealed class TelemetryMeters(IMeterFactory meters)
{
    /// <summary>Records that a subscriber did not get because it was too slow or did not listen, in records.</summary>
    public Counter<long> RecordsDropped { get; } = meters.Create("Goldcrest.Telemetry").CreateCounter<long>(
        "goldcrest.telemetry.dropped", "{record}", "Telemetry records dropped because their subscriber was too slow or did not listen");
}
