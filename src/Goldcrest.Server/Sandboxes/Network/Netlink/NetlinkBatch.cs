using System.Buffers.Binary;
using System.Text;

namespace Goldcrest.Server.Sandboxes.Network.Netlink;

/// <summary>Requests to the kernel's tables of routes or of filters, written one behind the other, to be sent at once.</summary>
internal sealed class NetlinkBatch
{
    private const int HeaderBytes = 16;
    private const int AttributeHeaderBytes = 4;
    private const ushort Nested = 0x8000;
    private const ushort Request = 1;
    private const ushort Acknowledge = 4;

    private readonly List<byte> _bytes = [];
    private readonly List<string> _steps = [];
    private int _messageStart;

    /// <summary>What each request does, as a phrase that a fault can be told with.</summary>
    public IReadOnlyList<string> Steps => _steps;

    /// <param name="step">A phrase such as "add a route".</param>
    /// <param name="fixedPart">The structure that requests of this type begin with.</param>
    public NetlinkBatch Begin(string step, ushort type, ushort flags, ReadOnlySpan<byte> fixedPart)
    {
        _steps.Add(step);
        return BeginMessage(type, (ushort)(flags | Request | Acknowledge), _steps.Count, fixedPart);
    }

    /// <summary>A message that does nothing by itself and gets no answer, unless it is refused: that counts for the first request.</summary>
    public NetlinkBatch Bracket(ushort type, ReadOnlySpan<byte> fixedPart) => BeginMessage(type, Request, number: 1, fixedPart);

    public NetlinkBatch Attribute(ushort type, ReadOnlySpan<byte> value)
    {
        WriteAttributeHeader(type, AttributeHeaderBytes + value.Length);
        Append(value);
        return CloseMessage();
    }

    public NetlinkBatch Attribute(ushort type, uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return Attribute(type, bytes);
    }

    public NetlinkBatch Attribute(ushort type, string text) => Attribute(type, Encoding.UTF8.GetBytes(text + "\0"));

    /// <param name="fixedPart">What stands before the attributes inside; mostly nothing.</param>
    public NetlinkBatch Nest(ushort type, ReadOnlySpan<byte> fixedPart, Action<NetlinkBatch> inside)
    {
        var start = _bytes.Count;
        WriteAttributeHeader((ushort)(type | Nested), 0);
        Append(fixedPart);
        inside(this);
        Patch16(start, (ushort)(_bytes.Count - start));
        return CloseMessage();
    }

    public byte[] ToArray() => [.. _bytes];

    private NetlinkBatch BeginMessage(ushort type, ushort flags, int number, ReadOnlySpan<byte> fixedPart)
    {
        _messageStart = _bytes.Count;
        Span<byte> header = stackalloc byte[HeaderBytes];
        header.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], type);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], flags);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], number);
        _bytes.AddRange(header);
        Append(fixedPart);
        return CloseMessage();
    }

    private void WriteAttributeHeader(ushort type, int length)
    {
        Span<byte> header = stackalloc byte[AttributeHeaderBytes];
        BinaryPrimitives.WriteUInt16LittleEndian(header, (ushort)length);
        BinaryPrimitives.WriteUInt16LittleEndian(header[2..], type);
        _bytes.AddRange(header);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        while (_bytes.Count % 4 != 0)
        {
            _bytes.Add(0);
        }
    }

    private NetlinkBatch CloseMessage()
    {
        var length = _bytes.Count - _messageStart;
        for (var i = 0; i < sizeof(int); i++)
        {
            _bytes[_messageStart + i] = (byte)(length >> (8 * i));
        }

        return this;
    }

    private void Patch16(int position, ushort value)
    {
        _bytes[position] = (byte)value;
        _bytes[position + 1] = (byte)(value >> 8);
    }
}
