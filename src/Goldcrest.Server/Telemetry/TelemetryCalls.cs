using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Goldcrest.Server.Telemetry;

/// <summary>
/// The subscriptions of the Telemetry API and the Logs API, which are not there yet: answered as AWS's own emulator does, so that extensions which run with
/// that run here.
/// </summary>
/// <remarks>Source: docs/contracts/extensions.md#telemetry.</remarks>
internal static class TelemetryCalls
{
    private static readonly byte[] NoTelemetry = Body("Telemetry API is not supported", "Telemetry.NotSupported");
    private static readonly byte[] NoLogs = Body("Logs API is not supported", "Logs.NotSupported");

    /// <returns>What to answer with 202; null when the request is no subscription.</returns>
    public static byte[]? Find(HttpRequest request) => (request.Method, request.Path.Value) switch
    {
        ("PUT", "/2022-07-01/telemetry") => NoTelemetry,
        ("PUT", "/2020-08-15/logs") => NoLogs,
        _ => null,
    };

    private static byte[] Body(string message, string type) =>
        JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["errorMessage"] = message, ["errorType"] = type });
}
