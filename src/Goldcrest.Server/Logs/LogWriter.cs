using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Goldcrest.Server.Logs;

/// <summary>Appends events to the files of their streams; keeps a bounded number of them open. Not thread-safe.</summary>
internal sealed class LogWriter(LogFiles files) : IDisposable
{
    private const int MaxOpenFiles = 256;

    private readonly Dictionary<LogStreamKey, OpenLog> _open = [];

    /// <summary>What the events of one turn add to one file.</summary>
    private sealed record OpenLog(SafeFileHandle File)
    {
        public MemoryStream Waiting { get; } = new();

        public int WaitingEvents { get; set; }
    }

    /// <summary>When it returns, the events are in the files.</summary>
    /// <returns>How many events were lost.</returns>
    /// <param name="failure">The first of the failures; null when there was none.</param>
    public int Write(IReadOnlyList<LogEvent> events, out Exception? failure)
    {
        failure = null;
        var lost = 0;
        foreach (var logEvent in events)
        {
            try
            {
                var log = Open(logEvent.Key);
                log.Waiting.Write(Encoding.UTF8.GetBytes(LogFiles.EventLine(logEvent)));
                log.WaitingEvents++;
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                failure ??= refused;
                lost++;
            }
        }

        lost += FlushAll(ref failure);
        if (_open.Count > MaxOpenFiles)
        {
            CloseAll();
        }

        return lost;
    }

    public void Dispose() => CloseAll();

    private int FlushAll(ref Exception? failure)
    {
        var lost = 0;
        foreach (var (key, log) in _open)
        {
            lost += Flush(key, log, ref failure);
        }

        return lost;
    }

    private int Flush(LogStreamKey key, OpenLog log, ref Exception? failure)
    {
        if (log.WaitingEvents == 0)
        {
            return 0;
        }

        var lost = 0;
        try
        {
            RandomAccess.Write(log.File, log.Waiting.GetBuffer().AsSpan(0, (int)log.Waiting.Length), RandomAccess.GetLength(log.File));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Half a line may be there: it is ended when the file is opened again.
            failure ??= refused;
            lost = log.WaitingEvents;
            _open.Remove(key);
            log.File.Dispose();
        }

        log.Waiting.SetLength(0);
        log.WaitingEvents = 0;
        return lost;
    }

    private OpenLog Open(LogStreamKey key)
    {
        if (_open.TryGetValue(key, out var open))
        {
            return open;
        }

        var path = files.PathOf(key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        var log = new OpenLog(file);
        var length = RandomAccess.GetLength(file);
        if (length == 0)
        {
            log.Waiting.Write(Encoding.UTF8.GetBytes(LogFiles.HeaderLine(key)));
        }
        else if (!EndsWithLineBreak(file, length))
        {
            log.Waiting.WriteByte((byte)'\n');
        }

        return _open[key] = log;
    }

    private static bool EndsWithLineBreak(SafeFileHandle file, long length)
    {
        Span<byte> last = stackalloc byte[1];
        return RandomAccess.Read(file, last, length - 1) == 1 && last[0] == '\n';
    }

    private void CloseAll()
    {
        foreach (var log in _open.Values)
        {
            log.File.Dispose();
        }

        _open.Clear();
    }
}
