using Goldcrest.Core.Telemetry;

namespace Goldcrest.Server.Telemetry;

/// <summary>The way to one subscriber. Disposal lets go of its connections.</summary>
internal interface ITelemetrySender : IDisposable
{
    /// <summary>Ends when the subscriber has the batch, as far as it can be known. Whoever gives up may send it again.</summary>
    /// <returns>False when the subscriber refused it.</returns>
    /// <exception cref="IOException">It could not be sent, or the subscriber does not keep to the protocol.</exception>
    Task<bool> SendAsync(IReadOnlyList<TelemetryEntry> batch, CancellationToken cancellationToken);
}
