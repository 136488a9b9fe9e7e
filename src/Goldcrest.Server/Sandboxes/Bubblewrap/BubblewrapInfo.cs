using System.Text.Json;
using Goldcrest.Server.Sandboxes.Linux;
using Microsoft.Win32.SafeHandles;

namespace Goldcrest.Server.Sandboxes.Bubblewrap;

/// <summary>What bubblewrap tells of the sandbox that it builds: the host's number of its process 1.</summary>
internal sealed class BubblewrapInfo : IDisposable
{
    private readonly FileStream _told;
    private int _writeEnd;

    public BubblewrapInfo()
    {
        (var readEnd, _writeEnd) = MakePipe();
        _told = new FileStream(new SafeFileHandle(readEnd, ownsHandle: true), FileAccess.Read, bufferSize: 0);
    }

    public int WriteEnd => _writeEnd;

    /// <summary>Call once bubblewrap runs.</summary>
    /// <returns>Null when it ended before it had made a process.</returns>
    public async Task<int?> FindProcessAsync()
    {
        Close();
        using var text = new MemoryStream();
        await _told.CopyToAsync(text);
        try
        {
            return JsonDocument.Parse(text.ToArray()).RootElement.GetProperty("child-pid").GetInt32();
        }
        catch (Exception nothing) when (nothing is JsonException or KeyNotFoundException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        Close();
        _told.Dispose();
    }

    private static unsafe (int ReadEnd, int WriteEnd) MakePipe()
    {
        var ends = stackalloc int[2];
        return Libc.Pipe(ends, Libc.CloseOnExec) == 0 ? (ends[0], ends[1]) : throw Fault.Of("make a pipe");
    }

    private void Close()
    {
        if (_writeEnd >= 0)
        {
            _ = Libc.Close(_writeEnd);
            _writeEnd = -1;
        }
    }
}
