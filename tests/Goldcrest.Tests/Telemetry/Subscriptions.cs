using Goldcrest.Core.Telemetry;

namespace Goldcrest.Tests.Telemetry;

/// <summary>Subscriptions and what they are told, for tests.</summary>
internal static class Subscriptions
{
    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    public static TelemetrySubscription To(
        TelemetryTypes types = TelemetryTypes.Platform | TelemetryTypes.Function,
        TelemetrySchema schema = TelemetrySchema.Telemetry20220701,
        TelemetryBuffering? buffering = null) =>
        new(schema, types, new TelemetryDestination.Http(8080, "/", "POST"), buffering ?? TelemetryBuffering.Default);

    public static TelemetryEntry Line(string text, TelemetryTypes type = TelemetryTypes.Function, bool mayBeJson = false) =>
        TelemetryEntry.Of(Now, type, text, text.Length, mayBeJson);

    public static TelemetryEntry Event(IPlatformEvent happened) => TelemetryEntry.Of(Now, happened);
}
