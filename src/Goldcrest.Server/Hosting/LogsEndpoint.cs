using System.Globalization;
using System.Text.Json;
using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Logs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Goldcrest.Server.Hosting;

/// <summary>What <c>goldcrest logs</c> reads: the log of a function, one JSON object a line.</summary>
internal sealed class LogsEndpoint(LogStore logs, IFunctionCatalog catalog, IHostApplicationLifetime life)
{
    public const string Path = "/_goldcrest/logs";

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public async Task HandleAsync(HttpContext context, string account, string region)
    {
        var name = context.Request.Query["name"].ToString();
        if (!FunctionLimits.IsName(name))
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "InvalidParameterValueException", $"'{name}' is no function name.");
            return;
        }

        var key = new FunctionKey(account, region, name);
        var function = catalog.Find(key);
        var group = function?.Latest.Current.Settings.Logging.Group ?? $"/aws/lambda/{name}";
        _ = long.TryParse(context.Request.Query["since"], NumberStyles.None, CultureInfo.InvariantCulture, out var since);

        if (function is null && logs.Read(account, region, group, 0).Count == 0)
        {
            // A deleted function's log can still be read; here there is neither.
            await RefuseAsync(context, StatusCodes.Status404NotFound, "ResourceNotFoundException", $"Function not found: {key.Arn}");
            return;
        }

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

    private async Task FollowAsync(HttpContext context, LogFollower live)
    {
        // A reader would wait for ever: a server that stops must not.
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, life.ApplicationStopping);
        try
        {
            await foreach (var logEvent in live.Events.ReadAllAsync(ended.Token))
            {
                await TellAsync(context, logEvent);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The reader has seen enough, or the server stops.
        }
    }

    private static async Task RefuseAsync(HttpContext context, int status, string type, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers.Append("x-amzn-ErrorType", type);
        await context.Response.BodyWriter.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(new { message }, Web), context.RequestAborted);
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
