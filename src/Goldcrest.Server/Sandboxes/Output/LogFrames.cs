using System.Buffers;
using System.Buffers.Binary;

namespace Goldcrest.Server.Sandboxes.Output;

/// <summary>
/// Cuts the stream of the log descriptor into events. A frame is 16 bytes, big-endian (u32 type, u32 length, u64 microseconds since
/// 1970), then the message; the oldest type has no time, so 8 bytes. The writer is the function, so it may write anything: memory stays
/// bounded, nothing throws.
/// </summary>
/// <remarks>
/// The types are those that AWS's published runtime clients write: with a level, and for text or JSON, which a message shows by itself. Garbage between
/// frames is skipped up to the next type word. A message over <see cref="LongestEvent"/> is cut there.
/// </remarks>
internal sealed class LogFrames(Action<ReadOnlySpan<byte>> deliver)
{
    public const int LongestEvent = 256 * 1024;
    private const int HeaderBytes = 16;
    private const int TimelessHeaderBytes = 8;
    private const byte TimelessEvent = 0x01;

    /// <summary>The last byte of a type word; those before are the same for all.</summary>
    private static readonly SearchValues<byte> Types = SearchValues.Create(
        TimelessEvent, 0x02, 0x03, 0x0a, 0x0b, 0x0e, 0x0f, 0x12, 0x13, 0x16, 0x17, 0x1a, 0x1b);

    private readonly byte[] _header = new byte[HeaderBytes];
    private readonly ArrayBufferWriter<byte> _message = new();
    private int _headerBytes;
    private bool _inMessage;
    private uint _left;

    /// <remarks>The span given to the consumer is only good during the call.</remarks>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[(_inMessage ? TakeMessage(bytes) : TakeHeader(bytes))..];
        }
    }

    /// <summary>The writer is gone: what there is of an unfinished message is delivered, and the next stream starts afresh.</summary>
    public void Finish()
    {
        if (_inMessage)
        {
            deliver(_message.WrittenSpan);
        }

        _inMessage = false;
        _headerBytes = 0;
        _message.ResetWrittenCount();
    }

    private int TakeHeader(ReadOnlySpan<byte> bytes)
    {
        // Not beyond the shortest header before the type is known.
        var taken = Math.Min(bytes.Length, WantedBytes - _headerBytes);
        bytes[..taken].CopyTo(_header.AsSpan(_headerBytes));
        _headerBytes += taken;
        DropGarbage();
        if (_headerBytes == WantedBytes)
        {
            Begin(BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(4)));
        }

        return taken;
    }

    private int WantedBytes => _headerBytes < TimelessHeaderBytes || _header[3] == TimelessEvent ? TimelessHeaderBytes : HeaderBytes;

    /// <summary>Keeps of the header only what can still be the start of one.</summary>
    private void DropGarbage()
    {
        var start = 0;
        while (start < _headerBytes && !MayBegin(_header.AsSpan(start, _headerBytes - start)))
        {
            start++;
        }

        _header.AsSpan(start, _headerBytes - start).CopyTo(_header);
        _headerBytes -= start;
    }

    private static bool MayBegin(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> common = [0xa5, 0x5a, 0x00];
        return bytes.Length > common.Length
            ? bytes.StartsWith(common) && Types.Contains(bytes[common.Length])
            : common.StartsWith(bytes);
    }

    private void Begin(uint length)
    {
        _headerBytes = 0;
        _message.ResetWrittenCount();
        _left = length;
        _inMessage = true;
        EndWhenWhole();
    }

    private int TakeMessage(ReadOnlySpan<byte> bytes)
    {
        var taken = (int)Math.Min((uint)bytes.Length, _left);
        var kept = Math.Min(taken, LongestEvent - _message.WrittenCount);
        _message.Write(bytes[..kept]);
        _left -= (uint)taken;
        EndWhenWhole();
        return taken;
    }

    private void EndWhenWhole()
    {
        if (_left > 0)
        {
            return;
        }

        _inMessage = false;
        deliver(_message.WrittenSpan);
        _message.ResetWrittenCount();
    }
}
