using System.Net.Http.Headers;
using System.Net.Sockets;
using Goldcrest.Core.Telemetry;

namespace Goldcrest.Server.Telemetry;

/// <summary>Posts each batch as an array to an HTTP server inside the sandbox. It is believed to have it when it answers with a status below 400.</summary>
/// <remarks>Source: docs/contracts/extensions.md#delivery.</remarks>
internal sealed class HttpTelemetrySender : ITelemetrySender
{
    private const int FirstRefusal = 400;
    private const int MaxHeaderKiB = 16;

    private readonly HttpMessageInvoker _client;
    private readonly HttpMethod _method;
    private readonly Uri _address;
    private readonly TelemetrySchema _schema;

    /// <param name="openSocket">Opens a socket in the sandbox's network: whatever the address says, it leads nowhere else.</param>
    public HttpTelemetrySender(TelemetryDestination.Http destination, TelemetrySchema schema, Func<Task<Socket>> openSocket)
    {
        _schema = schema;
        _method = HttpMethod.Parse(destination.Method);
        _address = new Uri($"http://sandbox.localdomain:{destination.Port}{destination.PathAndQuery}");
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) => await SandboxConnection.OpenAsync(openSocket, destination.Port, cancellationToken),
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            MaxConnectionsPerServer = 1,
            MaxResponseHeadersLength = MaxHeaderKiB,
            MaxResponseDrainSize = MaxHeaderKiB * 1024,
        });
    }

    public async Task<bool> SendAsync(IReadOnlyList<TelemetryEntry> batch, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(_method, _address)
        {
            Content = new ReadOnlyMemoryContent(TelemetryJson.WriteArray(batch, _schema)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using var response = await _client.SendAsync(request, cancellationToken);
            return (int)response.StatusCode < FirstRefusal;
        }
        catch (HttpRequestException fault)
        {
            throw new IOException(fault.Message, fault);
        }
    }

    public void Dispose() => _client.Dispose();
}
