using Goldcrest.Server.Bodies;
using Goldcrest.Server.Code;
using Goldcrest.Server.Identity;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Hosting;

/// <summary>
/// The way of every request: identify, read, believe, route, answer. Nothing is read for a stranger, or executed for a request that is not believed.
/// </summary>
internal sealed partial class ApiEndpoint(
    IAuthenticator authenticator, LambdaDispatcher dispatcher, LogsEndpoint logs, CodeEndpoint code, BodyRoom room, ILogger<ApiEndpoint> logger)
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
        var target = RequestOf(context, default);
        if (target.RawPath.StartsWith(CodeLinks.PathPrefix, StringComparison.Ordinal))
        {
            await code.HandleAsync(context, $"{target.RawPath}?{target.RawQuery}", requestId);
            return;
        }

        if (authenticator.RefuseUnread(target, Service) is { } stranger)
        {
            await SendAsync(context, WireErrors.Render(IdentityReply.From(stranger), requestId));
            return;
        }

        using var place = room.Enter();
        var read = await RequestBody.ReadAsync(context.Request, MaxRequestBytes, isRestRead: false, place, context.RequestAborted);
        if (read is not BodyOutcome.Whole(var body))
        {
            await SendAsync(context, WireErrors.Render(RefuseBody(read, target), requestId));
            return;
        }

        var request = RequestOf(context, body);
        var outcome = authenticator.Authenticate(request, Service);
        if (outcome is not AuthOutcome.Authenticated caller)
        {
            await SendAsync(context, WireErrors.Render(IdentityReply.From((AuthOutcome.Refused)outcome), requestId));
            return;
        }

        await ServeAsync(context, request, caller, requestId);
    }

    private WireError RefuseBody(BodyOutcome read, WireRequest target)
    {
        if (read is BodyOutcome.NoRoom)
        {
            LogNoRoom(room.TakenBytes);
            return BodyRefusals.NoRoom;
        }

        var operation = LambdaService.Find(target.Method, target.RawPath, target.RawQuery)?.Operation.Name ?? "CreateFunction";
        return WireErrors.RequestEntityTooLarge($"Request must be smaller than {MaxRequestBytes} bytes for the {operation} operation");
    }

    private async Task ServeAsync(HttpContext context, WireRequest request, AuthOutcome.Authenticated caller, string requestId)
    {
        if (request.RawPath == LogsEndpoint.Path)
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
        catch (Exception failure) when (failure is not OperationCanceledException || !context.RequestAborted.IsCancellationRequested)
        {
            // A fault of ours, whatever it is, is told to this client only; the next request is served.
            LogFailed(match.Operation.Name, requestId, failure);
            return WireErrors.Render(LambdaErrors.Service($"Goldcrest failed; its log has the reason under {requestId}."), requestId);
        }
    }

    private static WireRequest RequestOf(HttpContext context, ReadOnlyMemory<byte> body)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        return new WireRequest
        {
            Method = context.Request.Method,
            RawPath = mark < 0 ? target : target[..mark],
            RawQuery = mark < 0 ? "" : target[(mark + 1)..],
            Headers = new HttpHeaders(context.Request.Headers),
            Body = body,
        };
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

    [LoggerMessage(9002, LogLevel.Warning, "A request was refused: the bodies of those in flight take {TakenBytes} bytes")]
    private partial void LogNoRoom(long takenBytes);

    [LoggerMessage(9001, LogLevel.Error, "{Operation} failed, request {RequestId}")]
    private partial void LogFailed(string operation, string requestId, Exception exception);
}
