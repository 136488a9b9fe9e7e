using System.Net.Sockets;
using Goldcrest.Core.Telemetry;

namespace Goldcrest.Server.Telemetry;

/// <summary>Makes the way to a subscriber.</summary>
internal static class TelemetrySenders
{
    /// <param name="openSocket">Opens a socket in the sandbox's network.</param>
    public static ITelemetrySender For(TelemetrySubscription subscription, Func<Task<Socket>> openSocket) => subscription.Destination switch
    {
        TelemetryDestination.Http http => new HttpTelemetrySender(http, subscription.Schema, openSocket),
        TelemetryDestination.Tcp tcp => new TcpTelemetrySender(tcp, subscription.Schema, openSocket),
        var unknown => throw new InvalidOperationException($"There is no way to {unknown}."),
    };
}
