namespace Goldcrest.Core.Logs;

/// <summary>Cuts a stream of bytes that comes in pieces into lines. Not thread-safe.</summary>
public sealed class LineSplitter
{
    /// <summary>A longer line is cut into several events. Source: docs/limits.md.</summary>
    public const int MaxLineBytes = 262_118;

    private byte[] _rest = new byte[256];
    private int _length;

    public delegate void LineHandler(ReadOnlySpan<byte> line);

    /// <param name="onLine">Gets each whole line without its line break.</param>
    public void Push(ReadOnlySpan<byte> bytes, LineHandler onLine)
    {
        while (bytes.IndexOf((byte)'\n') is var end and >= 0)
        {
            if (_length == 0 && end <= MaxLineBytes)
            {
                onLine(bytes[..end]);
            }
            else
            {
                Keep(bytes[..end], onLine);
                onLine(_rest.AsSpan(0, _length));
                _length = 0;
            }

            bytes = bytes[(end + 1)..];
        }

        Keep(bytes, onLine);
    }

    /// <summary>Gives out what was not ended by a line break, if there is anything.</summary>
    public void Flush(LineHandler onLine)
    {
        if (_length > 0)
        {
            onLine(_rest.AsSpan(0, _length));
            _length = 0;
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes, LineHandler onLine)
    {
        while (_length + bytes.Length > MaxLineBytes)
        {
            var fits = MaxLineBytes - _length;
            Append(bytes[..fits]);
            bytes = bytes[fits..];
            GiveOutWholeCharacters(onLine);
        }

        Append(bytes);
    }

    /// <summary>A character of UTF-8 is not cut in two; bytes that are none are cut anywhere.</summary>
    private void GiveOutWholeCharacters(LineHandler onLine)
    {
        var cut = Utf8Cut.LastBoundary(_rest.AsSpan(0, _length));
        onLine(_rest.AsSpan(0, cut));
        _rest.AsSpan(cut, _length - cut).CopyTo(_rest);
        _length -= cut;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > _rest.Length)
        {
            Array.Resize(ref _rest, Math.Min(MaxLineBytes, Math.Max(_rest.Length * 2, _length + bytes.Length)));
        }

        bytes.CopyTo(_rest.AsSpan(_length));
        _length += bytes.Length;
    }
}
