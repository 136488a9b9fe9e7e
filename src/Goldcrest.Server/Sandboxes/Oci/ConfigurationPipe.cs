using Goldcrest.Server.Sandboxes.Linux;

namespace Goldcrest.Server.Sandboxes.Oci;

/// <summary>A configuration that is yet to come, as a file for the program that waits for it. When the server dies it comes to its end, and so does the program.</summary>
internal sealed unsafe class ConfigurationPipe : IDisposable
{
    private int _writeEnd;

    public ConfigurationPipe()
    {
        var ends = stackalloc int[2];
        if (Libc.Pipe(ends, Libc.CloseOnExec) != 0)
        {
            throw Fault.Of("make a pipe");
        }

        (ReadEnd, _writeEnd) = (ends[0], ends[1]);
    }

    public int ReadEnd { get; private set; }

    /// <summary>Call once the program has its own copy: without a reader, what is sent fails instead of waiting.</summary>
    public void CloseReadEnd()
    {
        if (ReadEnd >= 0)
        {
            _ = Libc.Close(ReadEnd);
            ReadEnd = -1;
        }
    }

    /// <summary>Sends all there is, and the end.</summary>
    /// <exception cref="SandboxLaunchException">Nobody reads.</exception>
    public void Send(ReadOnlySpan<byte> configuration)
    {
        fixed (byte* start = configuration)
        {
            for (nint sent = 0; sent < configuration.Length;)
            {
                var count = Libc.Write(_writeEnd, start + sent, configuration.Length - sent);
                sent += count >= 0 ? count : throw Fault.Of("configure the OCI runtime");
            }
        }

        Dispose();
    }

    public void Dispose()
    {
        CloseReadEnd();
        if (_writeEnd >= 0)
        {
            _ = Libc.Close(_writeEnd);
            _writeEnd = -1;
        }
    }
}
