using System.Text.Json;
using Goldcrest.Core.Extensions;

namespace Goldcrest.Server.Extensions;

/// <summary>What an extension gets from event/next.</summary>
/// <param name="Kind"><see cref="Invoke"/> or <see cref="Shutdown"/>.</param>
/// <param name="Body">JSON.</param>
internal sealed record ExtensionEvent(string Kind, byte[] Body)
{
    public const string Invoke = "INVOKE";
    public const string Shutdown = "SHUTDOWN";

    public static ExtensionEvent OfInvoke(DateTimeOffset deadline, string requestId, string invokedArn, string traceId) => Write(Invoke, deadline, json =>
    {
        json.WriteString("requestId", requestId);
        json.WriteString("invokedFunctionArn", invokedArn);
        json.WriteStartObject("tracing");
        json.WriteString("type", "X-Amzn-Trace-Id");
        json.WriteString("value", traceId);
        json.WriteEndObject();
    });

    public static ExtensionEvent OfShutdown(DateTimeOffset deadline, ShutdownReason reason) =>
        Write(Shutdown, deadline, json => json.WriteString("shutdownReason", Enum.GetName(reason)!.ToLowerInvariant()));

    private static ExtensionEvent Write(string kind, DateTimeOffset deadline, Action<Utf8JsonWriter> rest)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("eventType", kind);
            json.WriteNumber("deadlineMs", deadline.ToUnixTimeMilliseconds());
            rest(json);
            json.WriteEndObject();
        }

        return new ExtensionEvent(kind, body.ToArray());
    }
}
