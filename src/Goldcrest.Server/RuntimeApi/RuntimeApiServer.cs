using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Goldcrest.Server.RuntimeApi;

/// <summary>Serves the Runtime API to all sandboxes: a Kestrel of its own, without a port of the host.</summary>
/// <remarks>Source: docs/adr/0007-the-runtime-api-is-served-by-kestrel-through-a-listener-of-ours.md.</remarks>
internal sealed class RuntimeApiServer(RuntimeApiTransport transport, ILoggerFactory loggers) : IHostedService, IHttpApplication<HttpContext>, IDisposable
{
    private readonly KestrelServer _kestrel = new(Options.Create(KestrelOptions(transport)), transport, loggers);

    public Task StartAsync(CancellationToken cancellationToken) => _kestrel.StartAsync(this, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => _kestrel.StopAsync(cancellationToken);

    public void Dispose() => _kestrel.Dispose();

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        try
        {
            await RuntimeCalls.AnswerAsync(context, context.Features.GetRequiredFeature<RuntimeSession>());
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // The program hung up, or its life is over: there is nobody to answer.
            context.Abort();
        }
    }

    private static KestrelServerOptions KestrelOptions(RuntimeApiTransport transport)
    {
        var options = new KestrelServerOptions
        {
            AddServerHeader = false,
            AllowSynchronousIO = false,
            // What clients say of themselves reaches the program in headers, and need not be ASCII.
            ResponseHeaderEncodingSelector = static _ => System.Text.Encoding.UTF8,
        };
        options.Limits.MaxRequestBodySize = null;
        options.Limits.KeepAliveTimeout = TimeSpan.FromDays(1);
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Limits.MaxRequestHeadersTotalSize = 128 * 1024;
        options.Listen(transport.EndPoint, listen => listen.Protocols = HttpProtocols.Http1);
        return options;
    }
}
