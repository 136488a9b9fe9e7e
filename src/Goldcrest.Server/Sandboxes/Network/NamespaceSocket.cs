using System.Net.Sockets;
using Goldcrest.Server.Sandboxes.Linux;
using Microsoft.Win32.SafeHandles;

namespace Goldcrest.Server.Sandboxes.Network;

/// <summary>Opens sockets in another network namespace: a socket stays in the one that its maker was in.</summary>
internal static class NamespaceSocket
{
    private const int StackBytes = 128 * 1024;

    /// <returns>A TCP socket, not connected. Throws <see cref="IOException"/> when the namespace is gone, or the host has no room.</returns>
    public static Task<Socket> OpenAsync(SafeFileHandle space)
    {
        var opened = new TaskCompletionSource<Socket>(TaskCreationOptions.RunContinuationsAsynchronously);

        // A thread of its own that ends here: one that has entered another namespace must never go back to the pool.
        new Thread(
            () =>
            {
                try
                {
                    opened.SetResult(OpenOnThisThread(space));
                }
                catch (Exception fault) when (fault is SandboxLaunchException or SocketException or ObjectDisposedException)
                {
                    opened.SetException(new IOException("could not open a socket inside a sandbox: " + fault.Message, fault));
                }
            },
            StackBytes)
        { IsBackground = true, Name = "sandbox socket" }.Start();
        return opened.Task;
    }

    private static Socket OpenOnThisThread(SafeFileHandle space)
    {
        var isHeld = false;
        space.DangerousAddRef(ref isHeld);
        try
        {
            return Libc.EnterNamespace((int)space.DangerousGetHandle(), Libc.NewNetwork) == 0
                ? new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
                : throw Fault.Of("enter a network namespace");
        }
        finally
        {
            space.DangerousRelease();
        }
    }
}
