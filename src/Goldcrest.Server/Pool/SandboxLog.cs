using System.Text;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Invoke;
using Goldcrest.Core.Logs;
using Goldcrest.Server.Extensions;
using Goldcrest.Server.Logs;
using Goldcrest.Server.Sandboxes;

namespace Goldcrest.Server.Pool;

/// <summary>The log of one sandbox: what its program writes and what the service writes about it, in order.</summary>
/// <remarks>Source: docs/contracts/logs.md.</remarks>
internal sealed class SandboxLog(ILogSink sink, LogStreamKey key, FunctionVersion version, TimeProvider time) : ISandboxOutput
{
    private readonly Lock _gate = new();
    private readonly LineSplitter _lines = new();
    private readonly LogTail _tail = new();
    private readonly List<ExtensionOutput> _extensions = [];
    private readonly LoggingSettings _settings = version.Serving.Settings.Logging;

    private bool IsJson => _settings.Format == "JSON";

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

    /// <summary>How an extension came out of INIT.</summary>
    public void Extension(ExtensionRegistry.Standing standing)
    {
        if (!IsJson)
        {
            Write(PlatformText.Extension(standing.Name, $"{standing.Phase}", standing.Events, standing.ErrorType));
        }
        else if (SystemLogLevel.TakesStart(_settings.SystemLevel))
        {
            Write(PlatformJson.Extension(time.GetUtcNow(), standing.Name, $"{standing.Phase}", standing.Events, standing.ErrorType));
        }
    }

    public void InitStart(string runtimeVersion, string runtimeVersionArn)
    {
        if (!IsJson)
        {
            Write(PlatformText.InitStart(runtimeVersion, runtimeVersionArn));
        }
        else if (SystemLogLevel.TakesStart(_settings.SystemLevel))
        {
            Write(PlatformJson.InitStart(time.GetUtcNow(), runtimeVersion, runtimeVersionArn, version.Key.Name, version.Number));
        }
    }

    /// <summary>An INIT failed.</summary>
    /// <param name="phase"><c>init</c>, or <c>invoke</c> when an invocation waited for it.</param>
    /// <param name="status"><c>timeout</c> or <c>error</c>.</param>
    /// <param name="errorType">Null when the status has none.</param>
    public void InitReport(TimeSpan duration, string phase, string status, string? errorType) => Write(
        IsJson
            ? PlatformJson.InitReport(time.GetUtcNow(), duration, phase, status, errorType)
            : PlatformText.InitReport(duration, phase, status, errorType));

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

    public void Start(string requestId)
    {
        if (!IsJson)
        {
            Write(PlatformText.Start(requestId, version.Number));
        }
        else if (SystemLogLevel.TakesStart(_settings.SystemLevel))
        {
            Write(PlatformJson.Start(time.GetUtcNow(), requestId, version.Number));
        }
    }

    public void End(InvocationReport report, InvokeOutcome outcome)
    {
        Flush();
        if (IsJson)
        {
            EndJson(report);
            return;
        }

        if (outcome is InvokeOutcome.Faulted { Fault: { NamesRequest: true } fault })
        {
            Write(fault.IsTimeout
                ? PlatformText.Timeout(time.GetUtcNow(), report.RequestId, fault.Message)
                : PlatformText.Fault(fault.TextFor(report.RequestId), fault.ErrorType));
        }

        Write(PlatformText.End(report.RequestId));
        Write(PlatformText.Report(report));
    }

    /// <returns>The last 4 KB since <see cref="BeginTail"/>.</returns>
    public byte[] ReadTail()
    {
        lock (_gate)
        {
            return _tail.ToArray();
        }
    }

    private void EndJson(InvocationReport report)
    {
        var isSuccess = report.Status is null;
        if (SystemLogLevel.TakesRuntimeDone(_settings.SystemLevel, isSuccess))
        {
            Write(PlatformJson.RuntimeDone(time.GetUtcNow(), report));
        }

        if (SystemLogLevel.TakesReport(_settings.SystemLevel, isSuccess))
        {
            Write(PlatformJson.Report(time.GetUtcNow(), report));
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
