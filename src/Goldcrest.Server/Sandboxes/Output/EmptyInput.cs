using Goldcrest.Server.Sandboxes.Linux;

namespace Goldcrest.Server.Sandboxes.Output;

/// <summary>Standard input that is at its end: a pipe nobody writes to.</summary>
/// <remarks>Not /dev/null: the OCI runtime gives the standard streams to the container's user, and so would give away the host's device.</remarks>
internal sealed unsafe class EmptyInput : IDisposable
{
    public EmptyInput()
    {
        var ends = stackalloc int[2];
        if (Libc.Pipe(ends, Libc.CloseOnExec) != 0)
        {
            throw Fault.Of("make a pipe");
        }

        ReadEnd = ends[0];
        _ = Libc.Close(ends[1]);
    }

    public int ReadEnd { get; }

    public void Dispose() => _ = Libc.Close(ReadEnd);
}
