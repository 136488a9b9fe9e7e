using System.Net;
using System.Net.Sockets;
using Goldcrest.Server.Sandboxes.Network;

namespace Goldcrest.SystemTests.Network;

/// <summary>Leads from a port of this machine's loopback to a port of a namespace's loopback, so that clients here may speak with a server there.</summary>
internal sealed class SpaceRelay : IAsyncDisposable
{
    private readonly NetworkSpace _space;
    private readonly int _port;
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Task _served;

    public SpaceRelay(NetworkSpace space, int port)
    {
        _space = space;
        _port = port;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _served = ServeAsync();
    }

    public string Endpoint => $"http://{_listener.LocalEndPoint}";

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _served;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                _ = CarryAsync(await _listener.AcceptAsync());
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task CarryAsync(Socket near)
    {
        try
        {
            using var far = await NetworkThread.RunInsideAsync(_space.Handle, () =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Connect(IPAddress.Loopback, _port);
                return socket;
            });
            await Task.WhenAll(PumpAsync(near, far), PumpAsync(far, near));
        }
        catch (Exception refused) when (refused is Goldcrest.Server.Sandboxes.SandboxLaunchException or ObjectDisposedException)
        {
            // The client sees that its connection ends.
        }
        finally
        {
            near.Dispose();
        }
    }

    private static async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer)) > 0)
            {
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            from.Dispose();
            to.Dispose();
        }
    }
}
