using System.Globalization;
using System.Text.Json;
using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Logs;
using Microsoft.AspNetCore.Http;

namespace Goldcrest.Server.Hosting;

/// <summary>What <c>goldcrest logs</c> reads: the log of a function, one JSON object a line.</summary>
internal sealed class LogsEndpoint(LogStore logs, IFunctionCatalog catalog)
{
    public const string Path = "/_goldcrest/logs";

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public async Task HandleAsync(HttpContext context, string account, string region)
    {
        var name = context.Request.Query["name"].ToString();
        if (!FunctionLimits.IsName(name))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var group = catalog.Find(new FunctionKey(account, region, name))?.Latest.Current.Settings.Logging.Group ?? $"/aws/lambda/{name}";
        _ = long.TryParse(context.Request.Query["since"], NumberStyles.None, CultureInfo.InvariantCulture, out var since);
        context.Response.ContentType = "application/x-ndjson";

        if (context.Request.Query["follow"] != "true")
        {
            await TellAllAsync(context, logs.Read(account, region, group, since));
            return;
        }

        var (past, live) = logs.Follow(account, region, group, since);
        using (live)
        {
            await TellAllAsync(context, past);
            await FollowAsync(context, live);
        }
    }

    private static async Task FollowAsync(HttpContext context, LogFollower live)
    {
        try
        {
            await foreach (var logEvent in live.Events.ReadAllAsync(context.RequestAborted))
            {
                await TellAsync(context, logEvent);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The reader has seen enough.
        }
    }

    private static async Task TellAllAsync(HttpContext context, IReadOnlyList<LogEvent> events)
    {
        foreach (var logEvent in events)
        {
            await TellAsync(context, logEvent);
        }

        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private static async Task TellAsync(HttpContext context, LogEvent logEvent)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(new { logEvent.Timestamp, logEvent.Key.Stream, logEvent.Message }, Web);
        await context.Response.BodyWriter.WriteAsync((byte[])[.. line, (byte)'\n'], context.RequestAborted);
    }
}
