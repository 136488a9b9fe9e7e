using Goldcrest.Core.Telemetry;
using Goldcrest.Server.Extensions;
using Microsoft.AspNetCore.Http;

namespace Goldcrest.Server.Telemetry;

/// <summary>The calls of the Telemetry API and of the old Logs API: from a request to a subscription, and back.</summary>
/// <remarks>Source: docs/contracts/extensions.md#telemetry.</remarks>
internal static class TelemetryCalls
{
    private const string TelemetryPath = "/2022-07-01/telemetry";
    private const string LogsPath = "/2020-08-15/logs";

    private static readonly byte[] Subscribed = "\"OK\""u8.ToArray();

    /// <summary>Spelt as AWS does.</summary>
    private static readonly byte[] SubscribedBefore = "\"AlreadySubcribed\""u8.ToArray();

    public static bool Takes(HttpRequest request) => request.Method == "PUT" && request.Path.Value!.TrimEnd('/') is TelemetryPath or LogsPath;

    public static async Task AnswerAsync(HttpContext context, ExtensionRegistry registry, ITelemetrySubscriptions? telemetry)
    {
        var body = await ExtensionCalls.ReadBodyAsync(context);
        var isLogsApi = context.Request.Path.Value!.StartsWith(LogsPath, StringComparison.Ordinal);
        var (id, refusal) = ExtensionCalls.ReadIdentifier(context.Request);
        (var name, refusal) = id is { } known ? registry.FindName(known) : (null, refusal);
        if (name is null)
        {
            await ExtensionCalls.RefuseAsync(context, refusal!);
            return;
        }

        var (asked, invalid) = body is { } whole ? SubscriptionReading.Read(whole, isLogsApi) : (null, "the request is too long");
        await (asked is null
            ? ExtensionCalls.RefuseAsync(context, new ExtensionRefusal(400, "ValidationError", invalid!))
            : ReplyAsync(context, telemetry?.Subscribe(name, asked) ?? TelemetryFeed.Answer.Closed, isLogsApi));
    }

    private static Task ReplyAsync(HttpContext context, TelemetryFeed.Answer answer, bool isLogsApi)
    {
        var (api, other) = isLogsApi ? ("Logs", "Telemetry") : ("Telemetry", "Logs");
        return answer switch
        {
            TelemetryFeed.Answer.Subscribed => ExtensionCalls.WriteAsync(context, 200, Subscribed),
            TelemetryFeed.Answer.SubscribedBefore => ExtensionCalls.WriteAsync(context, 200, SubscribedBefore),
            TelemetryFeed.Answer.SubscribedElsewhere => ExtensionCalls.RefuseAsync(
                context, new ExtensionRefusal(400, "ValidationError", $"The extension has subscribed to the {other} API already")),
            _ => ExtensionCalls.RefuseAsync(
                context, new ExtensionRefusal(403, $"{api}.SubscriptionClosed", $"{api} API subscription is closed already")),
        };
    }
}
