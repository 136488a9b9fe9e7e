using System.Globalization;
using System.Text.Json;
using Goldcrest.Core.RuntimeApi;
using Goldcrest.Server.Extensions;
using Goldcrest.Server.Telemetry;
using Microsoft.AspNetCore.Http;

namespace Goldcrest.Server.RuntimeApi;

/// <summary>The calls of the Runtime API: from a request to the session of the life that sent it, and back.</summary>
/// <remarks>Source: docs/contracts/runtime-api.md.</remarks>
internal static class RuntimeCalls
{
    private const string InvocationPrefix = "/2018-06-01/runtime/invocation/";

    private static readonly byte[] Pong = "pong"u8.ToArray();
    private static readonly byte[] UnknownToken = "cannot get credentials for the provided token\n"u8.ToArray();
    private static readonly byte[] Accepted = "{\"status\":\"OK\"}\n"u8.ToArray();

    public static Task AnswerAsync(HttpContext context, RuntimeSession session)
    {
        var path = context.Request.Path.Value!;
        return (context.Request.Method, path) switch
        {
            ("GET", "/2018-06-01/runtime/invocation/next") => NextAsync(context, session),
            ("POST", "/2018-06-01/runtime/init/error") => InitErrorAsync(context, session),
            ("GET", "/2018-06-01/runtime/restore/next") when session.Role is not null => RestoreNextAsync(context, session),
            ("POST", "/2018-06-01/runtime/restore/error") when session.Role is not null => RestoreErrorAsync(context, session),
            ("GET", RoleEndpoint.Path) when session.Role is { } role => CredentialsAsync(context, role),
            ("GET", "/2018-06-01/ping") => WriteAsync(context, 200, Pong, "text/plain; charset=utf-8"),
            ("POST", _) when RequestIdOf(path, "/response") is { } id => AnswerAsync(context, session, id, RuntimeProtocol.Call.Response),
            ("POST", _) when RequestIdOf(path, "/error") is { } id => AnswerAsync(context, session, id, RuntimeProtocol.Call.Error),
            _ when path.StartsWith(ExtensionCalls.Prefix, StringComparison.Ordinal) => ExtensionCalls.AnswerAsync(context, session.Extensions),
            _ when TelemetryCalls.Takes(context.Request) => TelemetryCalls.AnswerAsync(context, session.Extensions, session.Telemetry),
            _ => RefuseAsync(context, RuntimeRefusal.UnknownCall),
        };
    }

    private static string? RequestIdOf(string path, string call) =>
        path.StartsWith(InvocationPrefix, StringComparison.Ordinal) && path.EndsWith(call, StringComparison.Ordinal)
            && path.Length > InvocationPrefix.Length + call.Length
            ? path[InvocationPrefix.Length..^call.Length]
            : null;

    private static async Task NextAsync(HttpContext context, RuntimeSession session)
    {
        var (next, refusal) = session.Next(context.RequestAborted);
        if (next is null)
        {
            await RefuseAsync(context, refusal!);
            return;
        }

        var invocation = await next;
        var headers = context.Response.Headers;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = invocation.Event.Length;
        headers["Lambda-Runtime-Aws-Request-Id"] = invocation.RequestId;
        headers["Lambda-Runtime-Deadline-Ms"] = invocation.Deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        headers["Lambda-Runtime-Invoked-Function-Arn"] = invocation.InvokedArn;
        headers["Lambda-Runtime-Trace-Id"] = invocation.TraceId;
        if (invocation.ClientContext is { } clientContext)
        {
            headers["Lambda-Runtime-Client-Context"] = clientContext;
        }

        if (invocation.TenantId is { } tenant)
        {
            headers["Lambda-Runtime-Aws-Tenant-Id"] = tenant;
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

        var (outcome, problem) = await RuntimeAnswer.ReadAsync(context, call);
        session.EndAnswer(invocation, outcome);
        await (problem is null ? AcceptAsync(context) : RefuseAsync(context, problem));
    }

    private static async Task InitErrorAsync(HttpContext context, RuntimeSession session)
    {
        if (session.BeginInitError() is { } refusal)
        {
            await RefuseAsync(context, refusal);
            return;
        }

        var (error, problem) = await RuntimeAnswer.ReadErrorAsync(context);
        session.EndInitError(error);
        await (problem is null ? AcceptAsync(context) : RefuseAsync(context, problem));
    }

    private static async Task RestoreNextAsync(HttpContext context, RuntimeSession session)
    {
        var (restored, refusal) = session.RestoreNext(context.RequestAborted);
        if (restored is null)
        {
            await RefuseAsync(context, refusal!);
            return;
        }

        await restored;
        await WriteAsync(context, 200, []);
    }

    private static async Task RestoreErrorAsync(HttpContext context, RuntimeSession session)
    {
        if (session.BeginRestoreError() is { } refusal)
        {
            await RefuseAsync(context, refusal);
            return;
        }

        var (error, problem) = await RuntimeAnswer.ReadErrorAsync(context);
        session.EndRestoreError(error);
        await (problem is null ? AcceptAsync(context) : RefuseAsync(context, problem));
    }

    private static Task CredentialsAsync(HttpContext context, RoleEndpoint role) =>
        role.Find(context.Request.Headers.Authorization) is { } keys
            ? WriteAsync(context, 200, keys)
            : WriteAsync(context, 404, UnknownToken, "text/plain; charset=utf-8");

    private static Task AcceptAsync(HttpContext context) => WriteAsync(context, 202, Accepted);

    private static Task RefuseAsync(HttpContext context, RuntimeRefusal refusal) => WriteAsync(
        context,
        refusal.Status,
        JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, string> { ["errorMessage"] = refusal.ErrorMessage, ["errorType"] = refusal.ErrorType }));

    private static async Task WriteAsync(HttpContext context, int status, byte[] body, string contentType = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }
}
