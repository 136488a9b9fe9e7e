using Goldcrest.Core.Logs;
using Goldcrest.Server.Sandboxes;

namespace Goldcrest.Server.Pool;

/// <summary>What one external extension writes, line by line.</summary>
internal sealed class ExtensionOutput(Action<ReadOnlySpan<byte>> write) : ISandboxOutput
{
    private readonly Lock _gate = new();
    private readonly LineSplitter _lines = new();

    public void OnText(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _lines.Push(bytes, line => write(line));
        }
    }

    /// <summary>An extension has no log descriptor: what it writes there is a line like any other.</summary>
    public void OnEvent(ReadOnlySpan<byte> message) => write(message);

    public void Flush()
    {
        lock (_gate)
        {
            _lines.Flush(line => write(line));
        }
    }
}
