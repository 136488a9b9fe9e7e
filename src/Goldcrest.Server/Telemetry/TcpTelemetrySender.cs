using System.Net.Sockets;
using Goldcrest.Core.Telemetry;

namespace Goldcrest.Server.Telemetry;

/// <summary>Writes each record as a line to a TCP server inside the sandbox, over one connection as long as that lasts. Nothing tells whether it was read.</summary>
/// <param name="openSocket">Opens a socket in the sandbox's network.</param>
/// <remarks>Source: docs/contracts/extensions.md#delivery.</remarks>
internal sealed class TcpTelemetrySender(TelemetryDestination.Tcp destination, TelemetrySchema schema, Func<Task<Socket>> openSocket) : ITelemetrySender
{
    private SandboxConnection? _connection;

    public async Task<bool> SendAsync(IReadOnlyList<TelemetryEntry> batch, CancellationToken cancellationToken)
    {
        try
        {
            _connection ??= await SandboxConnection.OpenAsync(openSocket, destination.Port, cancellationToken);
            await _connection.WriteAsync(TelemetryJson.WriteLines(batch, schema), cancellationToken);
            return true;
        }
        catch
        {
            // What the subscriber has of the batch ends in the middle of a line, perhaps: it gets the whole of it over another connection.
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
