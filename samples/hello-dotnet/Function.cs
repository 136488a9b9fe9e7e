using System.Text.Json;

namespace HelloDotnet;

/// <summary>Needs no package: streams go in and out as they are.</summary>
public sealed class Function
{
    private int _count;

    /// <summary>Logs a line and greets whom the event names.</summary>
    public async Task<Stream> HandleAsync(Stream input)
    {
        using var request = await JsonDocument.ParseAsync(input);
        var name = request.RootElement.TryGetProperty("name", out var given) ? given.GetString() : "world";
        _count++;
        Console.WriteLine($"call {_count} of {Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_NAME")}");
        return new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["message"] = $"Hello, {name}, from .NET {Environment.Version}",
            ["count"] = _count,
        }));
    }
}
