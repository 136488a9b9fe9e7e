using System.Text.Json;
using Goldcrest.Core.Invoke;
using Goldcrest.Core.RuntimeApi;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Goldcrest.Server.RuntimeApi;

/// <summary>Serves the Runtime API to all sandboxes: a Kestrel of its own, without a port of the host.</summary>
internal sealed class RuntimeApiServer(RuntimeApiTransport transport, ILoggerFactory loggers) : IHostedService, IHttpApplication<HttpContext>, IDisposable
{
    private readonly KestrelServer _kestrel = new(Options.Create(KestrelOptions()), transport, loggers);

    public Task StartAsync(CancellationToken cancellationToken) => _kestrel.StartAsync(this, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => _kestrel.StopAsync(cancellationToken);

    public void Dispose() => _kestrel.Dispose();

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public Task ProcessRequestAsync(HttpContext context)
    {
        var session = context.Features.GetRequiredFeature<RuntimeEndpoint>().Session;
        var path = context.Request.Path.Value!;
        return (context.Request.Method, path) switch
        {
            ("GET", "/2018-06-01/runtime/invocation/next") => NextAsync(context, session),
            ("POST", "/2018-06-01/runtime/init/error") => InitErrorAsync(context, session),
            ("GET", "/2018-06-01/ping") => context.Response.WriteAsync("pong"),
            ("POST", _) when RequestIdOf(path, "/response") is { } id => AnswerAsync(context, session, id, RuntimeProtocol.Call.Response),
            ("POST", _) when RequestIdOf(path, "/error") is { } id => AnswerAsync(context, session, id, RuntimeProtocol.Call.Error),
            _ => RefuseAsync(context, new RuntimeRefusal(404, "NotFound", "404 page not found")),
        };
    }

    private static KestrelServerOptions KestrelOptions()
    {
        var options = new KestrelServerOptions { AddServerHeader = false, AllowSynchronousIO = false };
        options.Limits.MaxRequestBodySize = null;
        options.Limits.KeepAliveTimeout = TimeSpan.FromDays(1);
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Limits.MaxRequestHeadersTotalSize = 128 * 1024;
        options.Listen(new System.Net.Sockets.UnixDomainSocketEndPoint("/sandboxes"), listen => listen.Protocols = HttpProtocols.Http1);
        return options;
    }

    private static string? RequestIdOf(string path, string call)
    {
        const string Prefix = "/2018-06-01/runtime/invocation/";
        return path.StartsWith(Prefix, StringComparison.Ordinal) && path.EndsWith(call, StringComparison.Ordinal) && path.Length > Prefix.Length + call.Length
            ? path[Prefix.Length..^call.Length]
            : null;
    }

    private static async Task NextAsync(HttpContext context, RuntimeSession session)
    {
        if (session.Next(context.RequestAborted) is not { } next)
        {
            await RefuseAsync(context, RuntimeRefusal.Transition(RuntimePhase.Running, RuntimeProtocol.Call.Next));
            return;
        }

        Invocation invocation;
        try
        {
            invocation = await next;
        }
        catch (OperationCanceledException)
        {
            // The program hung up, or its life is over: there is nobody to answer.
            context.Abort();
            return;
        }

        var headers = context.Response.Headers;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = invocation.Event.Length;
        headers["Lambda-Runtime-Aws-Request-Id"] = invocation.RequestId;
        headers["Lambda-Runtime-Deadline-Ms"] = invocation.Deadline.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        headers["Lambda-Runtime-Invoked-Function-Arn"] = invocation.InvokedArn;
        headers["Lambda-Runtime-Trace-Id"] = invocation.TraceId;
        if (invocation.ClientContext is { } clientContext)
        {
            headers["Lambda-Runtime-Client-Context"] = clientContext;
        }

        await context.Response.BodyWriter.WriteAsync(invocation.Event, context.RequestAborted);
    }

    private static async Task AnswerAsync(HttpContext context, RuntimeSession session, string requestId, RuntimeProtocol.Call call)
    {
        var (invocation, refusal) = session.BeginAnswer(requestId, call);
        if (invocation is null)
        {
            await RefuseAsync(context, refusal!);
            return;
        }

        InvokeOutcome outcome = new InvokeOutcome.Faulted(FunctionFault.TruncatedResponse);
        try
        {
            var body = await RuntimeBody.ReadAsync(context.Request, InvokeLimits.MaxResponseBytes, context.RequestAborted);
            outcome = (body, call) switch
            {
                (null, _) => new InvokeOutcome.Faulted(FunctionFault.ResponseTooLarge),
                ({ } payload, RuntimeProtocol.Call.Response) => new InvokeOutcome.Responded(payload),
                ({ } payload, _) => new InvokeOutcome.HandlerFailed(payload, ErrorTypeOf(context)),
            };
        }
        finally
        {
            session.EndAnswer(invocation, outcome);
        }

        await (outcome is InvokeOutcome.Faulted ? RefuseAsync(context, RuntimeRefusal.TooLarge) : AcceptAsync(context));
    }

    private static async Task InitErrorAsync(HttpContext context, RuntimeSession session)
    {
        var body = await RuntimeBody.ReadAsync(context.Request, InvokeLimits.MaxResponseBytes, context.RequestAborted);
        var refusal = body is { } payload
            ? session.FailInit(new InvokeOutcome.HandlerFailed(payload, ErrorTypeOf(context)))
            : RuntimeRefusal.TooLarge;
        await (refusal is null ? AcceptAsync(context) : RefuseAsync(context, refusal));
    }

    private static string ErrorTypeOf(HttpContext context) =>
        RuntimeErrorType.Accept(context.Request.Headers["Lambda-Runtime-Function-Error-Type"].FirstOrDefault());

    private static Task AcceptAsync(HttpContext context) => WriteAsync(context, 202, "{\"status\":\"OK\"}\n"u8.ToArray());

    private static Task RefuseAsync(HttpContext context, RuntimeRefusal refusal) => WriteAsync(
        context,
        refusal.Status,
        JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, string> { ["errorMessage"] = refusal.ErrorMessage, ["errorType"] = refusal.ErrorType }));

    private static async Task WriteAsync(HttpContext context, int status, byte[] json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        await context.Response.BodyWriter.WriteAsync(json, context.RequestAborted);
    }
}
