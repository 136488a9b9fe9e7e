using System.Text;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Logs;
using Goldcrest.Core.Telemetry;
using Goldcrest.Server.Logs;
using Goldcrest.Server.Sandboxes;

namespace Goldcrest.Server.Pool;

/// <summary>The log of one sandbox: what its program writes and what the service writes about it, in order.</summary>
/// <remarks>Source: docs/contracts/logs.md.</remarks>
internal sealed class SandboxLog(ILogSink sink, LogStreamKey key, LoggingSettings settings, TimeProvider time) : ISandboxOutput
{
    private readonly Lock _gate = new();
    private readonly LineSplitter _lines = new();
    private readonly LogTail _tail = new();
    private readonly List<ExtensionOutput> _extensions = [];
    private readonly PlatformLines _platform = new(settings.Format, settings.SystemLevel);

    public void OnText(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _lines.Push(bytes, WriteLocked);
        }
    }

    public void OnEvent(ReadOnlySpan<byte> message)
    {
        lock (_gate)
        {
            WriteLocked(message is [.. var text, (byte)'\n'] ? text : message);
        }
    }

    /// <summary>Nothing more comes of a line that was begun: it is written as it is.</summary>
    public void Flush()
    {
        ExtensionOutput[] extensions;
        lock (_gate)
        {
            _lines.Flush(WriteLocked);
            extensions = [.. _extensions];
        }

        // Not under the lock: an extension's lines take their own first.
        Array.ForEach(extensions, extension => extension.Flush());
    }

    /// <returns>Where one more external extension writes.</returns>
    public ISandboxOutput ForExtension()
    {
        var output = new ExtensionOutput(WriteLine);
        lock (_gate)
        {
            _extensions.Add(output);
        }

        return output;
    }

    /// <summary>The extensions of a life ended, or will: theirs are the lines of the next.</summary>
    public void ForgetExtensions()
    {
        Flush();
        lock (_gate)
        {
            _extensions.Clear();
        }
    }

    /// <summary>Says what the platform did, where the log's settings want it said.</summary>
    public void Write<TEvent>(in TEvent happened)
        where TEvent : struct, IPlatformEvent
    {
        if (_platform.Find(time.GetUtcNow(), happened) is { } line)
        {
            Write(line);
        }
    }

    public void Notice(string text) => Write(text);

    /// <summary>An invocation comes.</summary>
    /// <param name="keep">True when what was logged before belongs to its story: an INIT that failed.</param>
    public void BeginTail(bool keep)
    {
        lock (_gate)
        {
            if (!keep)
            {
                _tail.Clear();
            }
        }
    }

    /// <returns>The last 4 KB since <see cref="BeginTail"/>.</returns>
    public byte[] ReadTail()
    {
        lock (_gate)
        {
            return _tail.ToArray();
        }
    }

    private void Write(string line)
    {
        lock (_gate)
        {
            WriteLocked(Encoding.UTF8.GetBytes(line));
        }
    }

    private void WriteLine(ReadOnlySpan<byte> line)
    {
        lock (_gate)
        {
            WriteLocked(line);
        }
    }

    private void WriteLocked(ReadOnlySpan<byte> line)
    {
        _tail.Append(line);
        _tail.Append("\n"u8);
        sink.Append(new LogEvent(key, time.GetUtcNow().ToUnixTimeMilliseconds(), Encoding.UTF8.GetString(line)));
    }
}
