using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.RuntimeApi;

/// <summary>
/// Feeds Kestrel with connections from the listeners of all sandboxes. A connection carries the <see cref="RuntimeSession"/> of the life that it came
/// from: nobody has to say, and nobody can lie about, which sandbox calls, and what a killed program left behind cannot speak for the next.
/// </summary>
internal sealed class RuntimeApiTransport : IConnectionListenerFactory, IConnectionListener
{
    private const int MaxWaitingConnections = 1_024;

    /// <summary>Between two tries to accept when the host has no descriptor left.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly TimeProvider _time;
    private readonly SocketConnectionContextFactory _connections;
    private readonly Channel<ConnectionContext> _accepted = Channel.CreateBounded<ConnectionContext>(MaxWaitingConnections);

    public RuntimeApiTransport(TimeProvider time, ILoggerFactory loggers)
    {
        _time = time;
        _connections = new SocketConnectionContextFactory(new SocketConnectionFactoryOptions(), loggers.CreateLogger<RuntimeApiTransport>());
    }

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
            catch (Exception closed) when (closed is ObjectDisposedException || listener.SafeHandle.IsClosed)
            {
                return;
            }
            catch (SocketException)
            {
                // The peer was gone before it was accepted, or the host is out of descriptors: the next may be luckier.
                await Task.Delay(Pause, _time, CancellationToken.None);
                continue;
            }

            if (!endpoint.TryEnter())
            {
                socket.Dispose();
                continue;
            }

            socket.NoDelay = true;
            var connection = _connections.Create(socket);
            connection.Features.Set(endpoint.Session);
            connection.ConnectionClosed.UnsafeRegister(static endpoint => ((RuntimeEndpoint)endpoint!).Leave(), endpoint);
            await HandOverAsync(connection);
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

    private async Task HandOverAsync(ConnectionContext connection)
    {
        try
        {
            await _accepted.Writer.WriteAsync(connection);
        }
        catch (ChannelClosedException)
        {
            // The server stops: nobody will serve it.
            connection.Abort();
            await connection.DisposeAsync();
        }
    }
}
