using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.RuntimeApi;

/// <summary>
/// Feeds Kestrel with connections from the listeners of all sandboxes. A connection carries the <see cref="RuntimeEndpoint"/> of the sandbox that it came
/// from: nobody has to say, and nobody can lie about, which sandbox calls.
/// </summary>
internal sealed class RuntimeApiTransport : IConnectionListenerFactory, IConnectionListener
{
    private const int MaxWaitingConnections = 1_024;

    private readonly SocketConnectionContextFactory _connections;
    private readonly Channel<ConnectionContext> _accepted = Channel.CreateBounded<ConnectionContext>(MaxWaitingConnections);

    public RuntimeApiTransport(ILoggerFactory loggers) =>
        _connections = new SocketConnectionContextFactory(new SocketConnectionFactoryOptions(), loggers.CreateLogger<RuntimeApiTransport>());

    /// <summary>A name only: no port of the host is opened.</summary>
    public EndPoint EndPoint { get; } = new UnixDomainSocketEndPoint("/sandboxes");

    /// <summary>Accepts from a sandbox's listener until that is closed.</summary>
    public async Task ServeAsync(Socket listener, RuntimeEndpoint endpoint)
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptAsync();
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                return;
            }

            socket.NoDelay = true;
            var connection = _connections.Create(socket);
            connection.Features.Set(endpoint);
            await _accepted.Writer.WriteAsync(connection);
        }
    }

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(this);

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await _accepted.Reader.ReadAsync(cancellationToken);
        }
        catch (Exception ended) when (ended is ChannelClosedException or OperationCanceledException)
        {
            return null;
        }
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _accepted.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _accepted.Writer.TryComplete();
        _connections.Dispose();
        return ValueTask.CompletedTask;
    }
}
