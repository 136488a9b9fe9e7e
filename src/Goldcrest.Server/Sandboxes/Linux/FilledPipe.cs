namespace Goldcrest.Server.Sandboxes.Linux;

/// <summary>A pipe that holds some bytes and then its end: a file for a program that is told its descriptor.</summary>
internal sealed unsafe class FilledPipe : IDisposable
{
    /// <summary>What a pipe holds without a reader.</summary>
    private const int MostBytes = 65_536;

    /// <exception cref="SandboxLaunchException">The bytes are more than a pipe holds.</exception>
    public FilledPipe(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MostBytes)
        {
            throw new SandboxLaunchException($"{bytes.Length} bytes for the sandbox's start are more than {MostBytes}");
        }

        var ends = stackalloc int[2];
        if (Libc.Pipe(ends, Libc.CloseOnExec) != 0)
        {
            throw Fault.Of("make a pipe");
        }

        ReadEnd = ends[0];
        fixed (byte* start = bytes)
        {
            _ = Libc.Write(ends[1], start, bytes.Length);
        }

        _ = Libc.Close(ends[1]);
    }

    public int ReadEnd { get; }

    public void Dispose() => _ = Libc.Close(ReadEnd);
}
