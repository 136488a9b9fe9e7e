using System.Text;
using System.Text.Json;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Tests.Wire;

/// <summary>One request to the Lambda wire with every operation registered, and its answer.</summary>
internal static class LambdaCall
{
    public static readonly CallContext Context = new()
    {
        RequestId = "6d4c1c5e-9e0f-4d8c-8a65-0d4f2f1f7a11",
        Account = "000000000000",
        Region = "us-east-1",
        PrincipalArn = "arn:aws:iam::000000000000:root",
        BaseUrl = "http://127.0.0.1:4566",
    };

    /// <remarks>The target is path and query, as on the request line.</remarks>
    public static async Task<WireResponse> SendAsync(
        IServiceProvider handlers, string method, string target, ReadOnlyMemory<byte> body = default, IWireHeaders? headers = null)
    {
        var parts = target.Split('?', 2);
        var request = new WireRequest
        {
            Method = method,
            RawPath = parts[0],
            RawQuery = parts.Length > 1 ? parts[1] : string.Empty,
            Headers = headers ?? new FixedHeaders(),
            Body = body,
        };
        var match = LambdaService.Find(request.Method, request.RawPath, request.RawQuery)
            ?? throw new ArgumentException($"No operation at {method} {target}.", nameof(target));
        return await new LambdaDispatcher(handlers).DispatchAsync(match, request, Context, CancellationToken.None);
    }

    public static Task<WireResponse> SendAsync(string method, string target, string body = "") =>
        SendAsync(new RecordingHandlers(), method, target, Encoding.UTF8.GetBytes(body));

    public static string? ErrorType(WireResponse response) =>
        response.Headers.Where(header => header.Key == "x-amzn-ErrorType").Select(header => header.Value).SingleOrDefault();

    public static string Text(WireResponse response) => Encoding.UTF8.GetString(response.Body.Span);

    public static string? Message(WireResponse response)
    {
        using var body = JsonDocument.Parse(response.Body);
        return body.RootElement.GetProperty("message").GetString();
    }
}
