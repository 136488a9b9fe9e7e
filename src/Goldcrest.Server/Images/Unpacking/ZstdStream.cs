using System.Runtime.InteropServices;
using Goldcrest.Core.Images;

namespace Goldcrest.Server.Images.Unpacking;

/// <summary>Decompresses Zstandard with the host's library, where there is one.</summary>
internal sealed partial class ZstdStream : ForwardStream
{
    private const string Library = "libzstd.so.1";

    private readonly Stream _source;
    private readonly byte[] _buffer = new byte[128 * 1024];
    private nint _decoder;
    private nuint _start;
    private nuint _end;
    private bool _isInFrame;

    // The decoder may hold more than there was room for.
    private bool _wasFull;

    /// <exception cref="ImageException">The host has no such library.</exception>
    public ZstdStream(Stream source)
    {
        if (!NativeLibrary.TryLoad(Library, out _))
        {
            throw new ImageException(ImageFailure.Reason.Unsupported, "a layer is compressed with zstd, and this host has no libzstd1");
        }

        _source = source;
        _decoder = CreateDecoder();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (_start == _end && !_wasFull)
            {
                (_start, _end) = (0, (nuint)await _source.ReadAsync(_buffer, cancellationToken));
                if (_end == 0)
                {
                    return _isInFrame ? throw new InvalidDataException("it ends in the middle") : 0;
                }
            }

            if (Decompress(buffer.Span) is var count and > 0)
            {
                return count;
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (_decoder != 0)
        {
            _ = FreeDecoder(_decoder);
            _decoder = 0;
        }

        base.Dispose(disposing);
    }

    private unsafe int Decompress(Span<byte> target)
    {
        fixed (byte* from = _buffer, to = target)
        {
            var input = new Room { Bytes = from, Size = _end, Position = _start };
            var output = new Room { Bytes = to, Size = (nuint)target.Length };
            var result = DecompressStream(_decoder, &output, &input);
            if (IsError(result) != 0)
            {
                throw new InvalidDataException(Marshal.PtrToStringUTF8(ErrorName(result)));
            }

            (_start, _isInFrame) = (input.Position, result != 0);
            _wasFull = _isInFrame && output.Position == output.Size;
            return (int)output.Position;
        }
    }

    [LibraryImport(Library, EntryPoint = "ZSTD_createDStream")]
    private static partial nint CreateDecoder();

    [LibraryImport(Library, EntryPoint = "ZSTD_freeDStream")]
    private static partial nuint FreeDecoder(nint decoder);

    [LibraryImport(Library, EntryPoint = "ZSTD_decompressStream")]
    private static unsafe partial nuint DecompressStream(nint decoder, Room* output, Room* input);

    [LibraryImport(Library, EntryPoint = "ZSTD_isError")]
    private static partial uint IsError(nuint code);

    [LibraryImport(Library, EntryPoint = "ZSTD_getErrorName")]
    private static partial nint ErrorName(nuint code);

    /// <summary>ZSTD_inBuffer and ZSTD_outBuffer, which have the same form.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct Room
    {
        public byte* Bytes;
        public nuint Size;
        public nuint Position;
    }
}
