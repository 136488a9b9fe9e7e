using System.Buffers.Binary;
using System.Text;

namespace Goldcrest.SystemTests.Runtimes;

/// <summary>One log event as a runtime framed it.</summary>
internal sealed record LogFrame(uint Type, int LengthBytes, DateTimeOffset Time, string Message)
{
    public const uint Text = 0xa55a0003;
    public const uint Json = 0xa55a0002;
    private const int HeaderBytes = 16;

    /// <exception cref="InvalidDataException">The bytes do not end where a frame ends.</exception>
    public static IReadOnlyList<LogFrame> ReadAll(ReadOnlySpan<byte> bytes)
    {
        var frames = new List<LogFrame>();
        while (bytes.Length > 0)
        {
            var length = bytes.Length < HeaderBytes ? int.MaxValue : BinaryPrimitives.ReadInt32BigEndian(bytes[4..]);
            if (length > bytes.Length - HeaderBytes)
            {
                throw new InvalidDataException($"{bytes.Length} bytes are left, which is no frame.");
            }

            var microseconds = BinaryPrimitives.ReadInt64BigEndian(bytes[8..]);
            frames.Add(new LogFrame(
                BinaryPrimitives.ReadUInt32BigEndian(bytes),
                length,
                DateTimeOffset.UnixEpoch.AddMicroseconds(microseconds),
                Encoding.UTF8.GetString(bytes.Slice(HeaderBytes, length))));
            bytes = bytes[(HeaderBytes + length)..];
        }

        return frames;
    }
}
