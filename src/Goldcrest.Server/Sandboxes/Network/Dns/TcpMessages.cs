using System.Buffers.Binary;

namespace Goldcrest.Server.Sandboxes.Network.Dns;

/// <summary>Questions and answers on a TCP connection: each with its length before it.</summary>
/// <remarks>Source: RFC 1035, section 4.2.2.</remarks>
internal static class TcpMessages
{
    private const int LengthBytes = sizeof(ushort);

    /// <returns>Null when the other side is done, or wants to send more than is taken.</returns>
    public static async Task<byte[]?> ReadAsync(Stream stream, int maxBytes, CancellationToken cancellationToken)
    {
        var head = new byte[LengthBytes];
        if (await stream.ReadAtLeastAsync(head, LengthBytes, throwOnEndOfStream: false, cancellationToken) < LengthBytes)
        {
            return null;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(head);
        if (length > maxBytes)
        {
            return null;
        }

        var message = new byte[length];
        return await stream.ReadAtLeastAsync(message, length, throwOnEndOfStream: false, cancellationToken) == length ? message : null;
    }

    public static async Task WriteAsync(Stream stream, byte[] message, CancellationToken cancellationToken)
    {
        var whole = new byte[LengthBytes + message.Length];
        BinaryPrimitives.WriteUInt16BigEndian(whole, (ushort)message.Length);
        message.CopyTo(whole, LengthBytes);
        await stream.WriteAsync(whole, cancellationToken);
    }
}
