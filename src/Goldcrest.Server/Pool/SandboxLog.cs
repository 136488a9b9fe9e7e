using System.Text;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Logs;
using Goldcrest.Core.Telemetry;
using Goldcrest.Server.Logs;
using Goldcrest.Server.Sandboxes;
using Goldcrest.Server.Telemetry;

namespace Goldcrest.Server.Pool;

/// <summary>
/// The log of one sandbox: what its programs write and what the platform says about it, in order. All of it goes to the log store, and to the sandbox's subscribers.
/// </summary>
/// <remarks>Source: docs/contracts/logs.md.</remarks>
internal sealed class SandboxLog(ILogSink sink, LogStreamKey key, LoggingSettings settings, TelemetryFeed telemetry, TimeProvider time)
    : ISandboxOutput, ITelemetrySubscriptions
{
    private readonly Lock _gate = new();
    private readonly LineSplitter _lines = new();
    private readonly LogTail _tail = new();
    private readonly List<ExtensionOutput> _extensions = [];
    private readonly PlatformLines _platform = new(settings.Format, settings.SystemLevel);

    public TelemetryFeed Telemetry => telemetry;

    /// <summary>Whether anybody wants to know when a runtime answers.</summary>
    public bool WantsTimes => _platform.IsJson || telemetry.IsListening;

    public void OnText(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _lines.Push(bytes, WriteFunctionLineLocked);
        }
    }

    public void OnEvent(ReadOnlySpan<byte> message)
    {
        lock (_gate)
        {
            WriteFunctionLineLocked(message is [.. var text, (byte)'\n'] ? text : message);
        }
    }

    /// <summary>Nothing more comes of a line that was begun: it is written as it is.</summary>
    public void Flush()
    {
        ExtensionOutput[] extensions;
        lock (_gate)
        {
            _lines.Flush(WriteFunctionLineLocked);
            extensions = [.. _extensions];
        }

        // Not under the lock: an extension's lines take their own first.
        Array.ForEach(extensions, extension => extension.Flush());
    }

    /// <returns>Where one more external extension writes.</returns>
    public ISandboxOutput ForExtension()
    {
        var output = new ExtensionOutput(WriteExtensionLine);
        lock (_gate)
        {
            _extensions.Add(output);
        }

        return output;
    }

    /// <summary>A life is over. Whoever writes or subscribes from now on belongs to the next.</summary>
    public void EndLife()
    {
        Flush();
        lock (_gate)
        {
            _extensions.Clear();
        }

        telemetry.End();
    }

    public TelemetryFeed.Answer Subscribe(string extension, TelemetrySubscription asked)
    {
        var answer = telemetry.Subscribe(extension, asked);
        if (answer == TelemetryFeed.Answer.Subscribed)
        {
            Write(new PlatformSubscription(extension, asked.Types, asked.IsOfLogsApi));
        }

        return answer;
    }

    /// <summary>Says what the platform did: to the log, where its settings want it said, and to all subscribers.</summary>
    public void Write<TEvent>(in TEvent happened)
        where TEvent : struct, IPlatformEvent
    {
        var now = time.GetUtcNow();
        var line = _platform.Find(now, happened);
        var isHeard = telemetry.IsListening;
        if (line is null && !isHeard)
        {
            return;
        }

        lock (_gate)
        {
            if (line is not null)
            {
                WriteLocked(Encoding.UTF8.GetBytes(line), line);
            }

            if (isHeard)
            {
                telemetry.Offer(TelemetryEntry.Of(now, happened));
            }
        }
    }

    /// <summary>A remark of the node's own, which only the log has.</summary>
    public void Notice(string text)
    {
        lock (_gate)
        {
            WriteLocked(Encoding.UTF8.GetBytes(text), text);
        }
    }

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

    private void WriteExtensionLine(ReadOnlySpan<byte> line)
    {
        lock (_gate)
        {
            WriteLineLocked(line, TelemetryTypes.Extension);
        }
    }

    private void WriteFunctionLineLocked(ReadOnlySpan<byte> line) => WriteLineLocked(line, TelemetryTypes.Function);

    private void WriteLineLocked(ReadOnlySpan<byte> line, TelemetryTypes type)
    {
        var text = Encoding.UTF8.GetString(line);
        WriteLocked(line, text);
        if (telemetry.IsListening)
        {
            telemetry.Offer(TelemetryEntry.Of(time.GetUtcNow(), type, text, line.Length, _platform.IsJson));
        }
    }

    private void WriteLocked(ReadOnlySpan<byte> line, string text)
    {
        _tail.Append(line);
        _tail.Append("\n"u8);
        sink.Append(new LogEvent(key, time.GetUtcNow().ToUnixTimeMilliseconds(), text));
    }
}
