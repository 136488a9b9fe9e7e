using Goldcrest.Server.Sandboxes.Linux;

namespace Goldcrest.Server.Sandboxes.Oci;

/// <summary>A program that was started in a sandbox. Disposal lets go of it; it does not end it.</summary>
/// <param name="child">A child of this process that ends when the program does, and the same way.</param>
/// <param name="signal">Sends the program a signal; does nothing when it has ended.</param>
/// <param name="held">Whatever the signals need; null for nothing.</param>
internal sealed class StartedProcess(ChildProcess child, Action<int> signal, IDisposable? held = null) : IDisposable
{
    public ChildProcess Child => child;

    /// <summary>A program that is itself a process of the host.</summary>
    public static StartedProcess Of(ChildProcess child) => new(child, child.Signal);

    public void Signal(int number) => signal(number);

    public void Dispose()
    {
        child.Dispose();
        held?.Dispose();
    }
}
