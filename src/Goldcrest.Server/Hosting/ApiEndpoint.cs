using System.Buffers;
using Goldcrest.Server.Code;
using Goldcrest.Server.Identity;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Hosting;

/// <summary>The way of every request: read, believe, route, answer. Nothing is executed for a request that is not believed.</summary>
internal sealed partial class ApiEndpoint(
    IAuthenticator authenticator, LambdaDispatcher dispatcher, LogsEndpoint logs, CodeEndpoint code, ILogger<ApiEndpoint> logger)
{
    /// <summary>Largest request of all operations: CreateFunction's. Source: docs/limits.md.</summary>
    public const int MaxRequestBytes = 70_167_211;

    private const string Service = "lambda";

    public async Task HandleAsync(HttpContext context)
    {
        if (context.Request.Path == GoldcrestHost.HealthPath)
        {
            return;
        }

        var requestId = Guid.NewGuid().ToString();
        var (rawPath, rawQuery) = RawTarget(context);
        if (rawPath.StartsWith(CodeLinks.PathPrefix, StringComparison.Ordinal))
        {
            await code.HandleAsync(context, $"{rawPath}?{rawQuery}", requestId);
            return;
        }

        var body = await ReadBodyAsync(context, MaxRequestBytes);
        if (body is not { } bytes)
        {
            var operation = LambdaService.Find(context.Request.Method, rawPath, rawQuery)?.Operation.Name ?? "CreateFunction";
            await SendAsync(context, WireErrors.Render(
                WireErrors.RequestEntityTooLarge($"Request must be smaller than {MaxRequestBytes} bytes for the {operation} operation"), requestId));
            return;
        }

        var request = new WireRequest
        {
            Method = context.Request.Method,
            RawPath = rawPath,
            RawQuery = rawQuery,
            Headers = new HttpHeaders(context.Request.Headers),
            Body = bytes,
        };
        var outcome = authenticator.Authenticate(request, Service);
        if (outcome is not AuthOutcome.Authenticated caller)
        {
            await SendAsync(context, WireErrors.Render(IdentityReply.From((AuthOutcome.Refused)outcome), requestId));
            return;
        }

        if (rawPath == LogsEndpoint.Path)
        {
            await logs.HandleAsync(context, caller.Account, caller.Region);
            return;
        }

        await SendAsync(context, await AnswerAsync(context, request, caller, requestId));
    }

    private async Task<WireResponse> AnswerAsync(HttpContext context, WireRequest request, AuthOutcome.Authenticated caller, string requestId)
    {
        if (LambdaService.Find(request.Method, request.RawPath, request.RawQuery) is not { } match)
        {
            return WireErrors.Render(WireErrors.UnknownOperation(), requestId);
        }

        var call = new CallContext
        {
            RequestId = requestId,
            Account = caller.Account,
            Region = caller.Region,
            PrincipalArn = caller.PrincipalArn,
            BaseUrl = $"{context.Request.Scheme}://{context.Request.Host.Value}",
            TraceId = request.Headers.Find("X-Amzn-Trace-Id"),
        };
        try
        {
            return await dispatcher.DispatchAsync(match, request, call, context.RequestAborted);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // A fault of ours, whatever it is, is told to this client only; the next request is served.
            LogFailed(match.Operation.Name, requestId, failure);
            return WireErrors.Render(LambdaErrors.Service($"Goldcrest failed; its log has the reason under {requestId}."), requestId);
        }
    }

    private static (string Path, string Query) RawTarget(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 ? (target, "") : (target[..mark], target[(mark + 1)..]);
    }

    /// <returns>Null when the body is longer than the limit.</returns>
    private static async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpContext context, int maxBytes)
    {
        if (context.Request.ContentLength > maxBytes)
        {
            return null;
        }

        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.Buffer.Length > maxBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    internal static async Task SendAsync(HttpContext context, WireResponse response)
    {
        context.Response.StatusCode = response.Status;
        foreach (var (name, value) in response.Headers)
        {
            context.Response.Headers.Append(name, value);
        }

        if (response.ContentType is { } type)
        {
            context.Response.ContentType = type;
            context.Response.ContentLength = response.Body.Length;
            await context.Response.BodyWriter.WriteAsync(response.Body, context.RequestAborted);
        }
    }

    [LoggerMessage(9001, LogLevel.Error, "{Operation} failed, request {RequestId}")]
    private partial void LogFailed(string operation, string requestId, Exception exception);
}
