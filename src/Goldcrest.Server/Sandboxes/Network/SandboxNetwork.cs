using System.Net;
using System.Net.Sockets;
using Goldcrest.Server.Sandboxes.Network.Netlink;
using Microsoft.Win32.SafeHandles;

namespace Goldcrest.Server.Sandboxes.Network;

/// <summary>A network namespace, the listener of the Runtime API inside it and, where there is a router, a link to that.</summary>
/// <remarks>The namespace lives as long as its descriptor, the listener, or a process inside; the link goes with it.</remarks>
internal sealed class SandboxNetwork : IDisposable
{
    private const int Port = 9001;
    private const int Backlog = 128;

    private readonly SafeFileHandle _namespace;

    private readonly Action _onGone;
    private bool _disposed;

    private SandboxNetwork(SafeFileHandle space, Socket listener, Action onGone)
    {
        _namespace = space;
        _onGone = onGone;
        Listener = listener;
    }

    public Socket Listener { get; }

    /// <summary>Names the namespace for children of this process, as long as this object lives.</summary>
    public string Path => $"/proc/{Environment.ProcessId}/fd/{_namespace.DangerousGetHandle()}";

    /// <param name="router">Null: the sandbox has nothing but its own loopback.</param>
    /// <param name="address">Of the sandbox on the router.</param>
    /// <param name="onGone">Called at disposal, when the address may be given to another.</param>
    public static Task<SandboxNetwork> CreateAsync(Router? router, SandboxAddress? address, Action onGone) => NetworkThread.RunInNewAsync(space =>
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (router is null || address is null)
            {
                RaiseLoopback();
            }
            else
            {
                KernelSettings.NoOwnAddresses();
                router.Connect(address);
            }

            listener.Bind(new IPEndPoint(IPAddress.Loopback, Port));
            listener.Listen(Backlog);
            return new SandboxNetwork(space, listener, onGone);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    });

    /// <summary>A TCP socket, not connected, that sees what programs inside see.</summary>
    /// <exception cref="IOException">The namespace is gone, or the host has no room.</exception>
    public async Task<Socket> OpenSocketAsync()
    {
        try
        {
            return await NetworkThread.RunInsideAsync(_namespace, static () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        }
        catch (SandboxLaunchException fault)
        {
            throw new IOException("could not open a socket inside a sandbox: " + fault.Message, fault);
        }
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        Listener.Dispose();
        _namespace.Dispose();
        _onGone();
    }

    private static void RaiseLoopback()
    {
        using var links = NetlinkSocket.Open();
        links.Run(new NetlinkBatch().Raise(RouteRequests.Loopback));
    }
}
