using System.Text;
using System.Text.Json;

namespace Goldcrest.SystemTests.Invoke;

/// <summary>What an HTTP client of Lambda got back.</summary>
internal sealed record FunctionReply(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

    public string? FunctionError => Headers.GetValueOrDefault("X-Amz-Function-Error");

    public string RequestId => Headers["x-amzn-RequestId"];

    /// <summary>The end of the invocation's log; empty unless it was asked for.</summary>
    public string Tail => Headers.TryGetValue("X-Amz-Log-Result", out var tail) ? Encoding.UTF8.GetString(Convert.FromBase64String(tail)) : "";

    /// <summary>The refusal's code, as SDKs read it.</summary>
    public string? ErrorCode => Headers.GetValueOrDefault("x-amzn-ErrorType");
}
