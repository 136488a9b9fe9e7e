using System.Text.Json;

namespace Goldcrest.Core.Telemetry;

/// <summary>From the body of a request to a subscription, or to the reason why it is none.</summary>
/// <remarks>
/// AWS checks such bodies with a JSON schema: unknown members are passed over, and what is not of the right type is refused. Source:
/// docs/contracts/extensions.md#telemetry.
/// </remarks>
public static class SubscriptionReading
{
    private const string Invalid = "schema validation error: ";
    private const string Misdirected = "Invalid destination: ";

    /// <summary>Names of a sandbox for itself, which published extensions use.</summary>
    private static readonly string[] Hosts = ["sandbox.localdomain", "sandbox"];

    /// <param name="isLogsApi">Whether the request was made to the old Logs API.</param>
    /// <returns>The subscription, or why there is none. Exactly one of both.</returns>
    public static (TelemetrySubscription? Subscription, string? Refusal) Read(ReadOnlyMemory<byte> body, bool isLogsApi)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return (Read(json.RootElement, isLogsApi), null);
        }
        catch (Exception invalid) when (invalid is JsonException or InvalidOperationException)
        {
            // The latter for text that is no text, such as half a character.
            return (null, "failed to parse JSON");
        }
        catch (Flaw flaw)
        {
            return (null, flaw.Message);
        }
    }

    private static TelemetrySubscription Read(JsonElement root, bool isLogsApi)
    {
        Demand(root.ValueKind == JsonValueKind.Object, Invalid + "the request must be an object");
        return new TelemetrySubscription(
            ReadSchema(root, isLogsApi),
            ReadTypes(Need(root, "types")),
            ReadDestination(Need(root, "destination")),
            root.TryGetProperty("buffering", out var buffering) ? ReadBuffering(buffering) : TelemetryBuffering.Default);
    }

    /// <remarks>AWS's own samples of the Logs API name no version: its first one is meant.</remarks>
    private static TelemetrySchema ReadSchema(JsonElement root, bool isLogsApi) => isLogsApi && !root.TryGetProperty("schemaVersion", out _)
        ? TelemetrySchema.Logs20200815
        : ReadSchema(isLogsApi, StringOf(Need(root, "schemaVersion"), "schemaVersion"));

    private static TelemetrySchema ReadSchema(bool isLogsApi, string version) => (isLogsApi, version) switch
    {
        (true, "2020-08-15") => TelemetrySchema.Logs20200815,
        (true, "2021-03-18") => TelemetrySchema.Logs20210318,
        (false, "2022-07-01") => TelemetrySchema.Telemetry20220701,
        (false, "2022-12-13") => TelemetrySchema.Telemetry20221213,
        (false, "2025-01-29") => TelemetrySchema.Telemetry20250129,
        _ => throw new Flaw(Invalid + "schemaVersion is not one of this API"),
    };

    private static TelemetryTypes ReadTypes(JsonElement types)
    {
        Demand(types.ValueKind == JsonValueKind.Array && types.GetArrayLength() > 0, Invalid + "types must be an array with one type at least");
        return types.EnumerateArray().Aggregate(TelemetryTypes.None, (all, type) => all | StringOf(type, "types") switch
        {
            "platform" => TelemetryTypes.Platform,
            "function" => TelemetryTypes.Function,
            "extension" => TelemetryTypes.Extension,
            _ => throw new Flaw(Invalid + "types may be platform, function and extension"),
        });
    }

    private static TelemetryDestination ReadDestination(JsonElement destination)
    {
        Demand(destination.ValueKind == JsonValueKind.Object, Invalid + "destination must be an object");
        return StringOf(Need(destination, "protocol"), "protocol") switch
        {
            "HTTP" => ReadHttp(destination),
            "TCP" => new TelemetryDestination.Tcp(Open(NumberOf(Need(destination, "port"), "port", 1, ushort.MaxValue))),
            _ => throw new Flaw(Invalid + "protocol must be HTTP or TCP"),
        };
    }

    private static TelemetryDestination.Http ReadHttp(JsonElement destination)
    {
        var text = StringOf(Need(destination, "URI"), "URI");
        Demand(Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp, Misdirected + "destination.URI must begin with http://");
        Demand(Hosts.Contains(uri!.Host), Misdirected + "destination.URI host must be sandbox.localdomain");
        Demand(uri.UserInfo.Length == 0 && uri.Port is > 0 and <= ushort.MaxValue, Misdirected + "destination.URI must name a port and no user");
        var method = destination.TryGetProperty("method", out var given) ? StringOf(given, "method") : "POST";
        Demand(method is "POST" or "PUT", Invalid + "method must be POST or PUT");
        return new TelemetryDestination.Http(Open(uri.Port), uri.PathAndQuery, method);
    }

    private static TelemetryBuffering ReadBuffering(JsonElement buffering)
    {
        Demand(buffering.ValueKind == JsonValueKind.Object, Invalid + "buffering must be an object");
        var items = Find("maxItems", TelemetryLimits.MinItems, TelemetryLimits.MaxItems);
        var bytes = Find("maxBytes", TelemetryLimits.MinBytes, TelemetryLimits.MaxBytes);
        var timeout = Find("timeoutMs", TelemetryLimits.MinTimeoutMs, TelemetryLimits.MaxTimeoutMs);
        return new TelemetryBuffering(
            items ?? TelemetryBuffering.Default.MaxItems,
            bytes ?? TelemetryBuffering.Default.MaxBytes,
            timeout is { } ms ? TimeSpan.FromMilliseconds(ms) : TelemetryBuffering.Default.Timeout);

        int? Find(string name, int least, int most) => buffering.TryGetProperty(name, out var value) ? NumberOf(value, name, least, most) : null;
    }

    private static int Open(int port)
    {
        Demand(port != TelemetryLimits.ReservedPort, Misdirected + $"port {TelemetryLimits.ReservedPort} is reserved");
        return port;
    }

    private static JsonElement Need(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) ? value : throw new Flaw(Invalid + $"{name} is missing");

    private static string StringOf(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new Flaw(Invalid + $"{name} must be a string");

    private static int NumberOf(JsonElement value, string name, int least, int most) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most
            ? number
            : throw new Flaw(Invalid + $"{name} must be a whole number from {least} to {most}");

    private static void Demand(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            throw new Flaw(otherwise);
        }
    }

    /// <summary>Ends the reading of one request; never leaves this class.</summary>
    private sealed class Flaw(string message) : Exception(message);
}
