using Goldcrest.Core.Invoke;

namespace Goldcrest.Core.Logs;

/// <summary>Remembers the last 4 KB of a log. Not thread-safe.</summary>
public sealed class LogTail
{
    private readonly byte[] _ring = new byte[InvokeLimits.MaxLogTailBytes];
    private long _written;

    public void Clear() => _written = 0;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var kept = bytes.Length > _ring.Length ? bytes[^_ring.Length..] : bytes;
        var at = (int)((_written + bytes.Length - kept.Length) % _ring.Length);
        var head = Math.Min(kept.Length, _ring.Length - at);
        kept[..head].CopyTo(_ring.AsSpan(at));
        kept[head..].CopyTo(_ring);
        _written += bytes.Length;
    }

    /// <returns>What is remembered, oldest first; begins with a whole character of UTF-8.</returns>
    public byte[] ToArray()
    {
        if (_written <= _ring.Length)
        {
            return _ring[..(int)_written];
        }

        var oldest = (int)(_written % _ring.Length);
        byte[] all = [.. _ring.AsSpan(oldest), .. _ring.AsSpan(0, oldest)];
        return all[Utf8Cut.FirstBoundary(all)..];
    }
}
