using System.Text;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Logs;
using Goldcrest.Server.Logs;
using Goldcrest.Server.Sandboxes;

namespace Goldcrest.Server.Pool;

/// <summary>The log of one sandbox: what its program writes and what the service writes about it, in order.</summary>
internal sealed class SandboxLog(LogStore store, LogStreamKey key, FunctionVersion version, TimeProvider time) : ISandboxOutput
{
    private readonly Lock _gate = new();
    private readonly LineSplitter _lines = new();
    private readonly LogTail _tail = new();
    private readonly bool _json = version.Serving.Settings.Logging.Format == "JSON";

    public LogStreamKey Key => key;

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

    public void InitStart(string runtimeVersion, string runtimeVersionArn) => Platform(
        _json
            ? PlatformJson.InitStart(time.GetUtcNow(), runtimeVersion, runtimeVersionArn, version.Key.Name, version.Number)
            : PlatformText.InitStart(runtimeVersion, runtimeVersionArn));

    public void InitReport(TimeSpan duration, string phase, string status, string? errorType) => Platform(
        _json
            ? PlatformJson.InitReport(time.GetUtcNow(), duration, phase, status, errorType)
            : PlatformText.InitReport(duration, phase, status, errorType));

    public void Notice(string text) => Platform(text);

    /// <summary>An invocation begins: the tail starts anew.</summary>
    public void Start(string requestId)
    {
        lock (_gate)
        {
            _tail.Clear();
        }

        Platform(_json ? PlatformJson.Start(time.GetUtcNow(), requestId, version.Number) : PlatformText.Start(requestId, version.Number));
    }

    /// <param name="fault">A line about a failure that the service words; null when there is none.</param>
    public void End(InvocationReport report, string? fault)
    {
        lock (_gate)
        {
            _lines.Flush(WriteLocked);
        }

        if (_json)
        {
            if (report.Status is not null)
            {
                Platform(PlatformJson.RuntimeDone(time.GetUtcNow(), report));
            }

            Platform(PlatformJson.Report(time.GetUtcNow(), report));
            return;
        }

        if (fault is not null)
        {
            Platform(fault);
        }

        Platform(PlatformText.End(report.RequestId));
        Platform(PlatformText.Report(report));
    }

    /// <returns>The last 4 KB since <see cref="Start"/>.</returns>
    public byte[] ReadTail()
    {
        lock (_gate)
        {
            return _tail.ToArray();
        }
    }

    private void Platform(string line)
    {
        lock (_gate)
        {
            WriteLocked(Encoding.UTF8.GetBytes(line));
        }
    }

    private void WriteLocked(ReadOnlySpan<byte> line)
    {
        _tail.Append(line);
        _tail.Append("\n"u8);
        store.Append(new LogEvent(key, time.GetUtcNow().ToUnixTimeMilliseconds(), Encoding.UTF8.GetString(line)));
    }
}
