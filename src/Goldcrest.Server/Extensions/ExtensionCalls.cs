using System.Text.Json;
using Goldcrest.Core.Extensions;
using Goldcrest.Server.Bodies;
using Microsoft.AspNetCore.Http;

namespace Goldcrest.Server.Extensions;

/// <summary>The calls of the Extensions API: from a request to the registry of the life that sent it, and back.</summary>
/// <remarks>Source: docs/contracts/extensions.md.</remarks>
internal static class ExtensionCalls
{
    public const string Prefix = "/2020-01-01/extension/";

    private const string IdentifierHeader = "Lambda-Extension-Identifier";
    private const string NameHeader = "Lambda-Extension-Name";
    private const string FeaturesHeader = "Lambda-Extension-Accept-Feature";
    private const string ErrorTypeHeader = "Lambda-Extension-Function-Error-Type";
    private const string EventIdentifierHeader = "Lambda-Extension-Event-Identifier";
    private const string AccountFeature = "accountId";

    private static readonly byte[] Accepted = "{\"status\":\"OK\"}\n"u8.ToArray();

    public static Task AnswerAsync(HttpContext context, ExtensionRegistry registry) =>
        (context.Request.Method, context.Request.Path.Value![Prefix.Length..]) switch
        {
            ("POST", "register") => RegisterAsync(context, registry),
            ("GET", "event/next") => NextAsync(context, registry),
            ("POST", "init/error") => FailAsync(context, registry, ExtensionProtocol.Call.InitError),
            ("POST", "exit/error") => FailAsync(context, registry, ExtensionProtocol.Call.ExitError),
            _ => RefuseAsync(context, ExtensionRefusal.UnknownCall),
        };

    private static async Task RegisterAsync(HttpContext context, ExtensionRegistry registry)
    {
        var body = await ReadBodyAsync(context);
        if (context.Request.Headers[NameHeader].ToString() is not { Length: > 0 } name)
        {
            await RefuseAsync(context, ExtensionRefusal.NoName);
            return;
        }

        var (events, invalid) = ReadEvents(body);
        if (events is null)
        {
            await RefuseAsync(context, ExtensionRefusal.InvalidRequest(invalid!));
            return;
        }

        var (id, refusal) = registry.Register(name, events);
        if (id is null)
        {
            await RefuseAsync(context, refusal!);
            return;
        }

        context.Response.Headers[IdentifierHeader] = id.ToString();
        var function = registry.Function;
        var answer = new Dictionary<string, string>
        {
            ["functionName"] = function.Name,
            ["functionVersion"] = function.Version,
            ["handler"] = function.Handler,
        };
        if (context.Request.Headers[FeaturesHeader].ToString().Split(',', StringSplitOptions.TrimEntries).Contains(AccountFeature))
        {
            answer["accountId"] = function.Account;
        }

        await WriteAsync(context, 200, JsonSerializer.SerializeToUtf8Bytes(answer));
    }

    private static async Task NextAsync(HttpContext context, ExtensionRegistry registry)
    {
        var (id, missing) = ReadIdentifier(context.Request);
        if (id is null)
        {
            await RefuseAsync(context, missing!);
            return;
        }

        var (next, refusal) = registry.Next(id.Value, context.RequestAborted);
        if (next is null)
        {
            await RefuseAsync(context, refusal!);
            return;
        }

        var given = await next;
        context.Response.Headers[EventIdentifierHeader] = Guid.NewGuid().ToString();
        await WriteAsync(context, 200, given.Body);
    }

    private static async Task FailAsync(HttpContext context, ExtensionRegistry registry, ExtensionProtocol.Call call)
    {
        await ReadBodyAsync(context);
        var (id, missing) = ReadIdentifier(context.Request);
        var errorType = context.Request.Headers[ErrorTypeHeader].ToString();
        var refusal = id is null ? missing
            : errorType.Length == 0 ? ExtensionRefusal.NoErrorType
            : registry.Fail(id.Value, call, errorType);
        await (refusal is null ? WriteAsync(context, 202, Accepted) : RefuseAsync(context, refusal));
    }

    public static (Guid? Id, ExtensionRefusal? Refusal) ReadIdentifier(HttpRequest request) => request.Headers[IdentifierHeader].ToString() switch
    {
        "" => (null, ExtensionRefusal.NoIdentifier),
        var text when Guid.TryParse(text, out var id) => (id, null),
        _ => (null, ExtensionRefusal.InvalidIdentifier),
    };

    /// <returns>The events, or why the body cannot be read. Exactly one of both.</returns>
    private static (IReadOnlyList<string>? Events, string? Invalid) ReadEvents(ReadOnlyMemory<byte>? body)
    {
        if (body is null)
        {
            return (null, $"the request is longer than {ExtensionLimits.MaxBodyBytes} bytes");
        }

        try
        {
            using var json = JsonDocument.Parse(body.Value);
            if (json.RootElement.TryGetProperty("configurationKeys", out var keys) && keys.ValueKind == JsonValueKind.Array && keys.GetArrayLength() > 0)
            {
                return (null, "configurationKeys are not supported; use environment variables");
            }

            return json.RootElement.TryGetProperty("events", out var events) && events.ValueKind != JsonValueKind.Null
                ? ([.. events.EnumerateArray().Select(kind => kind.GetString() ?? "")], null)
                : ([], null);
        }
        catch (Exception invalid) when (invalid is JsonException or InvalidOperationException)
        {
            return (null, "the request is not a JSON object with a list of events");
        }
    }

    /// <returns>Null when it is too long.</returns>
    public static async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpContext context)
    {
        var read = await RequestBody.ReadAsync(context.Request, ExtensionLimits.MaxBodyBytes, isRestRead: true, place: null, context.RequestAborted);
        return read is BodyOutcome.Whole(var body) ? body : null;
    }

    public static Task RefuseAsync(HttpContext context, ExtensionRefusal refusal) => WriteAsync(
        context,
        refusal.Status,
        JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, string> { ["errorMessage"] = refusal.ErrorMessage, ["errorType"] = refusal.ErrorType }));

    public static async Task WriteAsync(HttpContext context, int status, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }
}
