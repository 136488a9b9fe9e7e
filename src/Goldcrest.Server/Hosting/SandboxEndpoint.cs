using Goldcrest.Server.Sandboxes.Network;
using Goldcrest.Server.Sandboxes.Network.Dns;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Goldcrest.Server.Hosting;

/// <summary>
/// The API as sandboxes find it: a Kestrel of its own on the listener that the sandboxes' router has, so that nothing a function does with its connections
/// stands in the way of the node's other clients. Requests are believed or not as everywhere.
/// </summary>
/// <remarks>Source: docs/contracts/network.md#endpoint.</remarks>
internal sealed class SandboxEndpoint(SandboxNetworks networks, ApiEndpoint api, ILoggerFactory loggers) : IHostedService, IHttpApplication<HttpContext>, IDisposable
{
    private const int MostConnections = 4_096;

    private KestrelServer? _kestrel;

    /// <summary>Where a function finds it.</summary>
    public static string Url => $"http://{NameServer.EndpointName}:{RouterRules.EndpointPort}";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (networks.EndpointListener is not { } listener)
        {
            return Task.CompletedTask;
        }

        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MaxConcurrentConnections = MostConnections;
        options.Listen(listener.LocalEndPoint!);

        // An address of the router's namespace, which only the socket that was made there can be bound to.
        var sockets = new SocketTransportOptions { CreateBoundListenSocket = _ => listener };
        var transport = new SocketTransportFactory(Options.Create(sockets), loggers);
        _kestrel = new KestrelServer(Options.Create(options), transport, loggers);
        return _kestrel.StartAsync(this, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => _kestrel?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public void Dispose() => _kestrel?.Dispose();

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        try
        {
            await api.HandleAsync(context);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // The function hung up: there is nobody to answer.
            context.Abort();
        }
    }
}
