using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Goldcrest.Core.Sandboxes;

/// <summary>Answers to questions about names that are not somebody else's to give.</summary>
public static class DnsAnswer
{
    private const ushort AddressType = 1;
    private const ushort Address6Type = 28;
    private const uint SecondsToLive = 60;

    /// <summary>The question again, with the reason why it is not answered.</summary>
    /// <param name="question">At least a header.</param>
    /// <param name="query">Null when the question could not be read; then it is not repeated.</param>
    public static byte[] Failure(ReadOnlySpan<byte> question, DnsQuery? query, DnsFailure failure) => Head(question, query, (byte)failure, answers: 0);

    /// <summary>That the name has this address. Asked for anything else it answers that there is none of that.</summary>
    public static byte[] Address(ReadOnlySpan<byte> question, DnsQuery query, IPAddress address)
    {
        var type = address.AddressFamily == AddressFamily.InterNetwork ? AddressType : Address6Type;
        if (query.Type != type)
        {
            return Head(question, query, code: 0, answers: 0);
        }

        var value = address.GetAddressBytes();
        Span<byte> fixedPart = stackalloc byte[12];

        // A pointer to the name in the question; then type, class, time to live, length.
        BinaryPrimitives.WriteUInt16BigEndian(fixedPart, 0xc000 | DnsQuery.HeaderBytes);
        BinaryPrimitives.WriteUInt16BigEndian(fixedPart[2..], type);
        BinaryPrimitives.WriteUInt16BigEndian(fixedPart[4..], 1);
        BinaryPrimitives.WriteUInt32BigEndian(fixedPart[6..], SecondsToLive);
        BinaryPrimitives.WriteUInt16BigEndian(fixedPart[10..], (ushort)value.Length);
        return [.. Head(question, query, code: 0, answers: 1), .. fixedPart, .. value];
    }

    private static byte[] Head(ReadOnlySpan<byte> question, DnsQuery? query, byte code, byte answers)
    {
        var head = question[..(query?.QuestionEnd ?? DnsQuery.HeaderBytes)].ToArray();

        // It is an answer, to the same operation, with recursion if that was wished for.
        head[2] = (byte)(0x80 | (head[2] & 0x79));
        head[3] = (byte)(0x80 | code);
        head.AsSpan(4, 8).Clear();
        head[5] = query is null ? (byte)0 : (byte)1;
        head[7] = answers;
        return head;
    }
}
