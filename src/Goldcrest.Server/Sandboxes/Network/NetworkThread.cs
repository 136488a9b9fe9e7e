using System.Net.Sockets;
using Goldcrest.Server.Sandboxes.Linux;
using Microsoft.Win32.SafeHandles;

namespace Goldcrest.Server.Sandboxes.Network;

/// <summary>
/// Runs steps inside a network namespace, each time on a thread of its own that ends with them: one that has entered another namespace must never go
/// back to the pool. What the steps open (sockets, descriptors) stays in that namespace and may be used from anywhere afterwards.
/// </summary>
internal static class NetworkThread
{
    private const string OwnNamespace = "/proc/thread-self/ns/net";
    private const int StackBytes = 256 * 1024;

    /// <summary>Runs the steps in a new namespace, which they get a descriptor of; whoever keeps that keeps the namespace.</summary>
    /// <exception cref="SandboxLaunchException">A step failed; the descriptor is closed.</exception>
    public static Task<T> RunInNewAsync<T>(Func<SafeFileHandle, T> steps) => RunAsync(() =>
    {
        if (Libc.Unshare(Libc.NewNetwork) != 0)
        {
            throw Fault.Of("make a network namespace");
        }

        var space = Open(OwnNamespace);
        try
        {
            return steps(space);
        }
        catch
        {
            space.Dispose();
            throw;
        }
    });

    /// <summary>Runs the steps in a namespace that is there.</summary>
    /// <exception cref="SandboxLaunchException">A step failed, or the descriptor is closed.</exception>
    public static Task<T> RunInsideAsync<T>(SafeFileHandle space, Func<T> steps) => RunAsync(() =>
    {
        var isHeld = false;
        try
        {
            space.DangerousAddRef(ref isHeld);
            return Libc.EnterNamespace((int)space.DangerousGetHandle(), Libc.NewNetwork) == 0 ? steps() : throw Fault.Of("enter a network namespace");
        }
        finally
        {
            if (isHeld)
            {
                space.DangerousRelease();
            }
        }
    });

    /// <inheritdoc cref="RunInsideAsync{T}"/>
    public static Task RunInsideAsync(SafeFileHandle space, Action steps) => RunInsideAsync(space, () =>
    {
        steps();
        return true;
    });

    /// <summary>The namespace of the server itself: the host's.</summary>
    public static SafeFileHandle OpenHost() => Open("/proc/self/ns/net");

    private static SafeFileHandle Open(string path)
    {
        var descriptor = Libc.Open(path, Libc.CloseOnExec, 0);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Fault.Of("open a network namespace");
    }

    private static Task<T> RunAsync<T>(Func<T> steps)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(Run, StackBytes) { IsBackground = true, Name = "network namespace" }.Start();
        return done.Task;

        void Run()
        {
            try
            {
                done.SetResult(steps());
            }
            catch (Exception fault) when (fault is SandboxLaunchException or SocketException or IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                done.SetException(fault as SandboxLaunchException
                    ?? new SandboxLaunchException("could not work in a network namespace: " + fault.Message, fault));
            }
        }
    }
}
