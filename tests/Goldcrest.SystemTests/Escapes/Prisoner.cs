using System.Text.Json;
using System.Text.Json.Nodes;
using Goldcrest.SystemTests.Clients;
using Goldcrest.SystemTests.Serving;

namespace Goldcrest.SystemTests.Escapes;

/// <summary>A function deployed through the server's own API that does as it is told, however hostile.</summary>
internal sealed class Prisoner : IAsyncDisposable
{
    private readonly TestFunction _function;

    private Prisoner(TestFunction function) => _function = function;

    /// <param name="settings">More members of the request that makes the function.</param>
    public static async Task<Prisoner> CreateAsync(
        GoldcrestServer server, int memoryMiB = 256, int timeoutSeconds = 30, string? isolation = null, int ephemeralStorageMiB = 512, JsonObject? settings = null)
    {
        var all = new JsonObject
        {
            ["MemorySize"] = memoryMiB,
            ["Timeout"] = timeoutSeconds,
            ["EphemeralStorage"] = new JsonObject { ["Size"] = ephemeralStorageMiB },
            ["Tags"] = isolation is null ? null : new JsonObject { ["goldcrest:isolation"] = isolation },
        };
        foreach (var (member, value) in settings ?? [])
        {
            all[member] = value?.DeepClone();
        }

        return new(await TestFunction.CreateAsync(server, await CodeZip.OfAsync("tests/fixtures/functions/escapes/app.py"), all));
    }

    public string Name => _function.Name;

    /// <param name="code">Python; what it leaves in <c>found</c> is the answer.</param>
    /// <returns>The answer as JSON text, or the error that the service tells.</returns>
    public async Task<string> RunAsync(string code)
    {
        var (payload, error, _) = await _function.InvokeAsync(JsonSerializer.Serialize(new { code }));
        return error is null ? payload : Told(JsonElement.Parse(payload));
    }

    public Task<IReadOnlyList<string>> ReadLogAsync() => _function.ReadLogAsync();

    public ValueTask DisposeAsync() => _function.DisposeAsync();

    /// <summary>Type and text without the request id, which changes.</summary>
    private static string Told(JsonElement error)
    {
        var text = error.GetProperty("errorMessage").GetString()!;
        var start = text.IndexOf("Error: ", StringComparison.Ordinal);
        return $"{error.GetProperty("errorType").GetString()}: {(start < 0 ? text : text[(start + 7)..])}";
    }
}
