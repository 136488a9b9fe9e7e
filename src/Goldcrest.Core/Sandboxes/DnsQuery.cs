using System.Buffers.Binary;
using System.Text;

namespace Goldcrest.Core.Sandboxes;

/// <summary>A question about a name, as a resolver is asked: as much of it as a forwarder must understand. The rest is passed on unread.</summary>
/// <remarks>Source: RFC 1035, section 4.1; docs/contracts/network.md#names.</remarks>
public sealed record DnsQuery
{
    /// <summary>Longer questions are refused: with every option that clients send, one has some 600 bytes at most.</summary>
    public const int MaxBytes = 4_096;

    public const int HeaderBytes = 12;
    private const int MaxLabelBytes = 63;
    private const int MaxNameBytes = 255;
    private const int TypeAndClassBytes = 4;

    private DnsQuery(string name, ushort type, int end) => (Name, Type, QuestionEnd) = (name, type, end);

    /// <summary>In lower case, without the dot at its end.</summary>
    public string Name { get; }

    /// <summary>1 asks for an IPv4 address, 28 for an IPv6 address.</summary>
    public ushort Type { get; }

    /// <summary>Where header and question end.</summary>
    public int QuestionEnd { get; }

    /// <param name="message">Whatever came.</param>
    /// <param name="failure">When null is returned: the code to refuse with, or null when it is no question at all, which nobody answers.</param>
    public static DnsQuery? TryParse(ReadOnlySpan<byte> message, out DnsFailure? failure)
    {
        failure = null;
        if (message.Length < HeaderBytes || (message[2] & 0x80) != 0)
        {
            return null;
        }

        if ((message[2] & 0x78) != 0)
        {
            failure = DnsFailure.NotImplemented;
            return null;
        }

        failure = DnsFailure.Malformed;
        if (message.Length > MaxBytes || BinaryPrimitives.ReadUInt16BigEndian(message[4..]) != 1 || ReadName(message[HeaderBytes..]) is not var (name, bytes))
        {
            return null;
        }

        var end = HeaderBytes + bytes + TypeAndClassBytes;
        if (message.Length < end)
        {
            return null;
        }

        var type = BinaryPrimitives.ReadUInt16BigEndian(message[(HeaderBytes + bytes)..]);
        failure = IsTransfer(type) ? DnsFailure.Refused : null;
        return failure is null ? new DnsQuery(name, type, end) : null;
    }

    /// <summary>Whether a message answers a question that was sent: the same id and the same words.</summary>
    public bool IsAnsweredBy(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> question) =>
        answer.Length >= QuestionEnd
        && (answer[2] & 0x80) != 0
        && answer[..2].SequenceEqual(question[..2])
        && BinaryPrimitives.ReadUInt16BigEndian(answer[4..]) == 1
        && AreSame(answer[HeaderBytes..QuestionEnd], question[HeaderBytes..QuestionEnd]);

    /// <summary>Names are the same in upper and lower case.</summary>
    private static bool AreSame(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        for (var i = 0; i < one.Length; i++)
        {
            if (Lower(one[i]) != Lower(other[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static byte Lower(byte character) => char.IsAsciiLetterUpper((char)character) ? (byte)(character | 0x20) : character;

    /// <summary>Whole zones, which come in many messages: nothing that a resolver has.</summary>
    private static bool IsTransfer(ushort type) => type is 251 or 252;

    /// <summary>A name of plain labels: in a question there is nothing yet that a pointer could point at.</summary>
    private static (string Name, int Bytes)? ReadName(ReadOnlySpan<byte> bytes)
    {
        var name = new StringBuilder();
        for (var position = 0; position < bytes.Length && position < MaxNameBytes;)
        {
            int length = bytes[position++];
            if (length == 0)
            {
                return (name.ToString(), position);
            }

            if (length > MaxLabelBytes || position + length > bytes.Length)
            {
                return null;
            }

            name.Append(name.Length > 0 ? "." : "").Append(Encoding.Latin1.GetString(bytes.Slice(position, length)).ToLowerInvariant());
            position += length;
        }

        return null;
    }
}
