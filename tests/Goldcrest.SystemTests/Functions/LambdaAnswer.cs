using System.Text.Json;

namespace Goldcrest.SystemTests.Functions;

/// <summary>What the server said to one request.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="ErrorType">The <c>x-amzn-ErrorType</c>; null on success.</param>
/// <param name="Text">The whole body.</param>
internal sealed record LambdaAnswer(int Status, string? ErrorType, string Text)
{
    /// <summary>The body, which must be JSON.</summary>
    public JsonElement Body => JsonDocument.Parse(Text).RootElement.Clone();

    /// <summary>The error's text, however its shape spells the member; null when there is none.</summary>
    public string? Message => Text.StartsWith('{') ? Find("message") ?? Find("Message") : null;

    public string? Find(string member) => Body.TryGetProperty(member, out var value) ? value.GetString() : null;

    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public LambdaAnswer Ok() => Status is >= 200 and < 300 ? this : throw new InvalidOperationException($"{Status} {ErrorType}: {Text}");
}
