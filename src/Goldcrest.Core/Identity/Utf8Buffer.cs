using System.Buffers;
using System.Text;

namespace Goldcrest.Core.Identity;

/// <summary>A growing run of bytes in pooled memory. Use on one stack frame and dispose once; contents are not cleared.</summary>
internal ref struct Utf8Buffer(int capacity)
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>The backing array; replaced whenever something is added.</summary>
    public readonly byte[] Array => _bytes;

    public void Add(byte value)
    {
        Reserve(1);
        _bytes[Length++] = value;
    }

    public void Add(scoped ReadOnlySpan<byte> value)
    {
        Reserve(value.Length);
        value.CopyTo(_bytes.AsSpan(Length));
        Length += value.Length;
    }

    /// <summary>Adds text as UTF-8; a lone surrogate becomes the replacement character.</summary>
    public void Add(scoped ReadOnlySpan<char> value)
    {
        Reserve(Encoding.UTF8.GetMaxByteCount(value.Length));
        Length += Encoding.UTF8.GetBytes(value, _bytes.AsSpan(Length));
    }

    public void AddHex(scoped ReadOnlySpan<byte> value)
    {
        Reserve(value.Length * 2);
        Convert.TryToHexStringLower(value, _bytes.AsSpan(Length), out var written);
        Length += written;
    }

    public void Truncate(int length) => Length = length;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private void Reserve(int more)
    {
        if (Length + more <= _bytes.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + more, _bytes.Length * 2));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
