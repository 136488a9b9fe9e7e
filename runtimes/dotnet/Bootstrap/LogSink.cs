using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Goldcrest.DotnetRuntime;

/// <summary>Where log events go: into frames when the platform offers a descriptor for them, else to standard output, one line each.</summary>
internal sealed unsafe partial class LogSink
{
    private const int MessageLimitBytes = 262_118;
    private const int HeaderBytes = 16;
    private const uint TextFrame = 0xa55a0003;
    private const uint JsonFrame = 0xa55a0002;
    private const int StandardOutput = 1;
    private const int StandardError = 2;
    private const int TryAgain = 11;
    private const int Interrupted = 4;
    private const short Writable = 4;

    private readonly Lock _gate = new();
    private readonly int? _descriptor;
    private readonly bool _isJson;

    private LogSink(int? descriptor, bool isJson) => (_descriptor, _isJson) = (descriptor, isJson);

    public bool IsJson => _isJson;

    /// <summary>Takes the variable that names the descriptor out of the environment.</summary>
    public static LogSink Open()
    {
        var text = Environment.GetEnvironmentVariable("_LAMBDA_TELEMETRY_LOG_FD");
        Environment.SetEnvironmentVariable("_LAMBDA_TELEMETRY_LOG_FD", null);
        var isJson = string.Equals(Environment.GetEnvironmentVariable("AWS_LAMBDA_LOG_FORMAT"), "JSON", StringComparison.OrdinalIgnoreCase);
        return new LogSink(int.TryParse(text, out var descriptor) ? descriptor : null, isJson);
    }

    public static void WriteError(string text) => WriteAll(StandardError, Encoding.UTF8.GetBytes(text));

    /// <summary>Text that is no event: what was written without an end of line.</summary>
    public void WriteRaw(string text)
    {
        lock (_gate)
        {
            WriteAll(StandardOutput, Encoding.UTF8.GetBytes(text));
        }
    }

    /// <summary>One event, however many lines it has.</summary>
    public void Write(string message)
    {
        lock (_gate)
        {
            if (_descriptor is { } descriptor)
            {
                WriteAll(descriptor, Frame(Cut(Encoding.UTF8.GetBytes(message))));
            }
            else
            {
                WriteAll(StandardOutput, Encoding.UTF8.GetBytes(message + "\n"));
            }
        }
    }

    /// <summary>Type u32, length u32, microseconds since the epoch u64, big endian, then UTF-8.</summary>
    private byte[] Frame(ReadOnlySpan<byte> message)
    {
        var frame = new byte[HeaderBytes + message.Length];
        BinaryPrimitives.WriteUInt32BigEndian(frame, _isJson ? JsonFrame : TextFrame);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), message.Length);
        BinaryPrimitives.WriteInt64BigEndian(frame.AsSpan(8), (DateTime.UtcNow - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        message.CopyTo(frame.AsSpan(HeaderBytes));
        return frame;
    }

    /// <summary>The longest prefix within the limit that ends between two characters.</summary>
    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> message)
    {
        var end = Math.Min(message.Length, MessageLimitBytes);
        while (end < message.Length && (message[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return message[..end];
    }

    /// <summary>A frame that stopped half-way would garble all that follow, so a full descriptor is waited for.</summary>
    private static void WriteAll(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            for (nint done = 0; done < bytes.Length;)
            {
                var count = write(descriptor, start + done, bytes.Length - done);
                if (count >= 0)
                {
                    done += count;
                    continue;
                }

                var error = Marshal.GetLastSystemError();
                if (error is not (TryAgain or Interrupted))
                {
                    return;
                }

                var waited = new PollEntry { Descriptor = descriptor, Events = Writable };
                _ = poll(&waited, 1, -1);
            }
        }
    }

    [LibraryImport("libc")]
    private static partial nint write(int descriptor, byte* bytes, nint count);

    [LibraryImport("libc")]
    private static partial int poll(PollEntry* entries, nuint count, int timeoutMs);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
