using System.Net;
using System.Net.Sockets;
using Goldcrest.Server.Sandboxes.Linux;
using Microsoft.Win32.SafeHandles;

namespace Goldcrest.Server.Sandboxes.Network;

/// <summary>A network namespace with nothing but loopback, and the listener of the Runtime API inside it.</summary>
/// <remarks>The namespace lives as long as its descriptor, the listener, or a process inside.</remarks>
internal sealed class SandboxNetwork : IDisposable
{
    private const int Port = 9001;
    private const int Backlog = 128;
    private const ulong GetInterfaceFlags = 0x8913;
    private const ulong SetInterfaceFlags = 0x8914;
    private const short InterfaceUp = 1;
    private const int InterfaceRequestBytes = 40;
    private const int InterfaceNameBytes = 16;

    private readonly SafeFileHandle _namespace;

    private SandboxNetwork(SafeFileHandle space, Socket listener)
    {
        _namespace = space;
        Listener = listener;
    }

    public Socket Listener { get; }

    /// <summary>Names the namespace for children of this process, as long as this object lives.</summary>
    public string Path => $"/proc/{Environment.ProcessId}/fd/{_namespace.DangerousGetHandle()}";

    public static async Task<SandboxNetwork> CreateAsync()
    {
        var made = new TaskCompletionSource<SandboxNetwork>(TaskCreationOptions.RunContinuationsAsynchronously);

        // A thread of its own that ends here: one that has entered another namespace must never go back to the pool.
        new Thread(() =>
        {
            try
            {
                made.SetResult(CreateOnThisThread());
            }
            catch (Exception fault) when (fault is SandboxLaunchException or SocketException)
            {
                made.SetException(fault as SandboxLaunchException
                    ?? new SandboxLaunchException("could not listen inside a new network namespace: " + fault.Message, fault));
            }
        })
        { IsBackground = true, Name = "network namespace" }.Start();
        return await made.Task;
    }

    /// <summary>A socket that sees what programs inside see.</summary>
    public Task<Socket> OpenSocketAsync() => NamespaceSocket.OpenAsync(_namespace);

    public void Dispose()
    {
        Listener.Dispose();
        _namespace.Dispose();
    }

    private static SandboxNetwork CreateOnThisThread()
    {
        if (Libc.Unshare(Libc.NewNetwork) != 0)
        {
            throw Fault.Of("make a network namespace");
        }

        var descriptor = Libc.Open("/proc/thread-self/ns/net", Libc.CloseOnExec, 0);
        if (descriptor < 0)
        {
            throw Fault.Of("open the new network namespace");
        }

        var space = new SafeFileHandle(descriptor, ownsHandle: true);
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            RaiseLoopback((int)listener.Handle);
            listener.Bind(new IPEndPoint(IPAddress.Loopback, Port));
            listener.Listen(Backlog);
            return new SandboxNetwork(space, listener);
        }
        catch
        {
            listener.Dispose();
            space.Dispose();
            throw;
        }
    }

    private static unsafe void RaiseLoopback(int socket)
    {
        // struct ifreq: the name, then the flags.
        var request = stackalloc byte[InterfaceRequestBytes];
        new Span<byte>(request, InterfaceRequestBytes).Clear();
        "lo"u8.CopyTo(new Span<byte>(request, InterfaceNameBytes));
        var flags = (short*)(request + InterfaceNameBytes);
        if (Libc.IoControl(socket, GetInterfaceFlags, request) != 0)
        {
            throw Fault.Of("read the flags of the loopback interface");
        }

        *flags |= InterfaceUp;
        if (Libc.IoControl(socket, SetInterfaceFlags, request) != 0)
        {
            throw Fault.Of("bring up the loopback interface");
        }
    }
}
