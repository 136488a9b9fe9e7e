using System.IO.Compression;
using System.Text;
using Goldcrest.Core.Code;

namespace Goldcrest.Tests.Code;

/// <summary>One entry of a <see cref="RawZip"/>. Every header field can be made to lie.</summary>
internal sealed record RawEntry(string Name, byte[] Content)
{
    public RawEntry(string name, string content = "") : this(name, Encoding.UTF8.GetBytes(content)) { }

    public byte[]? RawName { get; init; }

    public byte[]? LocalName { get; init; }

    public byte MadeOn { get; init; } = 3;

    public uint Mode { get; init; } = 0x81A4; // regular file, 0644

    public ushort Flags { get; init; } = 1 << 11;

    public ushort? LocalFlags { get; init; }

    public ushort Method { get; init; } = 8;

    public ushort? LocalMethod { get; init; }

    public uint? Crc { get; init; }

    public uint? LocalCrc { get; init; }

    public long? Size { get; init; }

    public long? LocalSize { get; init; }

    public long? Offset { get; init; }

    public ushort Disk { get; init; }

    /// <summary>Writes sizes and offset as 64-bit numbers.</summary>
    public bool Wide { get; init; }

    /// <summary>Writes sizes behind the content.</summary>
    public bool Descriptor { get; init; }

    public byte[]? Packed { get; init; }

    public byte[] NameBytes => RawName ?? Encoding.UTF8.GetBytes(Name);

    public byte[] PackedBytes => Packed ?? (Method == 8 ? Deflate(Content) : Content);

    public uint TrueCrc => Crc32.Append(0, Content);

    public static RawEntry Folder(string name) => new(name) { Mode = 0x41ED, Method = 0 };

    public static RawEntry Link(string name, string target) => new(name, target) { Mode = 0xA1FF, Method = 0 };

    private static byte[] Deflate(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var stream = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(content);
        }

        return packed.ToArray();
    }
}
