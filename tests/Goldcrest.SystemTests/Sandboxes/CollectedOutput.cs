using System.Text;
using Goldcrest.Server.Sandboxes;
using Xunit;

namespace Goldcrest.SystemTests.Sandboxes;

/// <summary>Keeps what a sandbox writes, up to a bound, and tells when a marker comes by.</summary>
internal sealed class CollectedOutput : ISandboxOutput
{
    private const int Most = 1 << 20;
    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();
    private readonly List<string> _events = [];
    private readonly List<(string Marker, TaskCompletionSource Seen)> _awaited = [];

    public string Text
    {
        get
        {
            lock (_lock)
            {
                return _text.ToString();
            }
        }
    }

    public IReadOnlyList<string> Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _events];
            }
        }
    }

    public long Bytes { get; private set; }

    public void OnText(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            Bytes += bytes.Length;
            if (_text.Length < Most)
            {
                _text.Append(Encoding.UTF8.GetString(bytes));
                Tell();
            }
        }
    }

    public void OnEvent(ReadOnlySpan<byte> message)
    {
        lock (_lock)
        {
            _events.Add(Encoding.UTF8.GetString(message));
        }
    }

    public Task WaitForAsync(string marker)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _awaited.Add((marker, seen));
            Tell();
        }

        return seen.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private void Tell()
    {
        var text = _text.ToString();
        _awaited.RemoveAll(wait => text.Contains(wait.Marker, StringComparison.Ordinal) && wait.Seen.TrySetResult());
    }
}
