using Goldcrest.Core.Telemetry;

namespace Goldcrest.Server.Telemetry;

/// <summary>Takes subscriptions of the extensions of one sandbox.</summary>
internal interface ITelemetrySubscriptions
{
    /// <param name="extension">The name of who asks; it is registered.</param>
    TelemetryFeed.Answer Subscribe(string extension, TelemetrySubscription asked);
}
