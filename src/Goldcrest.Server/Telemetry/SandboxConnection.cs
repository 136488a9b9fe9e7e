using System.Net;
using System.Net.Sockets;

namespace Goldcrest.Server.Telemetry;

/// <summary>
/// A connection to a program inside a sandbox, which may be hostile: it gets to say so much for each thing that it is told, and no more.
/// </summary>
internal sealed class SandboxConnection : NetworkStream
{
    /// <summary>For the head and the body of an answer that nobody reads.</summary>
    private const int MaxAnswerBytes = 64 * 1024;

    private int _heard;

    private SandboxConnection(Socket socket)
        : base(socket, ownsSocket: true)
    {
    }

    /// <param name="openSocket">Opens a socket in the sandbox's network.</param>
    /// <exception cref="IOException">Nobody listens there.</exception>
    public static async Task<SandboxConnection> OpenAsync(Func<Task<Socket>> openSocket, int port, CancellationToken cancellationToken)
    {
        var socket = await openSocket();
        try
        {
            socket.NoDelay = true;
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
            return new SandboxConnection(socket);
        }
        catch (Exception fault)
        {
            socket.Dispose();
            throw fault is SocketException ? new IOException($"nobody listens at port {port}", fault) : fault;
        }
    }

    /// <exception cref="IOException">The program says more than it may.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await base.ReadAsync(buffer, cancellationToken);
        return (_heard += count) <= MaxAnswerBytes ? count : throw new IOException("the subscriber does not stop talking");
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _heard = 0;
        return base.WriteAsync(buffer, cancellationToken);
    }
}
