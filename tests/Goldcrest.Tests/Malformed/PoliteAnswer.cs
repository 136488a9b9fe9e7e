using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Goldcrest.Tests.Hosting;

namespace Goldcrest.Tests.Malformed;

/// <summary>What any answer must be, whatever was asked.</summary>
internal static partial class PoliteAnswer
{
    private const int MostShown = 3_000;

    /// <returns>Null when the answer is one that a client may get.</returns>
    public static string? Flaw(NodeRequest request, NodeAnswer answer)
    {
        if (answer.Status is not ((>= 200 and < 500) or 501))
        {
            return "the status is none of a refusal";
        }

        if (Inside().Match(answer.Text) is { Success: true } leak)
        {
            return $"the answer tells of the server's inside: {leak.Value}";
        }

        var isInvocation = request.Target.Contains("/invocations", StringComparison.Ordinal);
        if (answer.Status < 400)
        {
            return answer.Body.Length == 0 || isInvocation || IsObject(answer.Body, out _) ? null : "the body is no JSON object";
        }

        return request.Method == "HEAD" ? null
            : answer.ErrorType is not { Length: > 0 } ? "no header names the refusal"
            : !IsObject(answer.Body, out var error) ? "the body is no JSON object"
            : answer.ErrorType is "AccessDeniedException" or "UnknownOperationException" || HasText(error) ? null
            : "the body has no message";
    }

    /// <summary>For people: everything that is needed to send it again.</summary>
    public static string Show(NodeRequest request)
    {
        var body = Encoding.Latin1.GetString(request.Body);
        var shown = new StringBuilder($"{request.Method} {Cut(request.Target)}\n");
        foreach (var (name, value) in request.Headers)
        {
            shown.AppendLine($"{name}: {value}");
        }

        return shown.Append(Cut(body)).ToString();
    }

    private static string Cut(string text) => text.Length <= MostShown ? text : $"{text[..MostShown]}… ({text.Length} in all)";

    private static bool IsObject(byte[] body, out JsonElement value)
    {
        value = default;
        try
        {
            using var document = JsonDocument.Parse(body);
            value = document.RootElement.Clone();
            return value.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool HasText(JsonElement error) =>
        (error.TryGetProperty("message", out var text) || error.TryGetProperty("Message", out text)) && text.ValueKind == JsonValueKind.String && text.GetString() != "";

    [GeneratedRegex(@"   at |\b(System|Microsoft|Goldcrest)\.[A-Z]\w+|\.cs\b|\.dll\b|/goldcrest-data-|stack ?trace|sqlite", RegexOptions.IgnoreCase)]
    private static partial Regex Inside();
}
