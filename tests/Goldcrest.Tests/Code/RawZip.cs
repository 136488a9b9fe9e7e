namespace Goldcrest.Tests.Code;

/// <summary>Writes zips byte by byte, so that they can be wrong in any way.</summary>
internal sealed record RawZip(params RawEntry[] Entries)
{
    public byte[] Prefix { get; init; } = [];

    /// <summary>Counts the prefix in every offset, as tools that repair self-starting archives do.</summary>
    public bool OffsetsCountPrefix { get; init; }

    public byte[] Comment { get; init; } = [];

    public byte[] Behind { get; init; } = [];

    public int? EntryCount { get; init; }

    public uint? DirectoryLength { get; init; }

    public uint? DirectoryOffset { get; init; }

    public ushort Disk { get; init; }

    public bool Wide { get; init; }

    public byte[] ToBytes()
    {
        using var zip = new MemoryStream();
        using var to = new BinaryWriter(zip);
        to.Write(Prefix);
        var origin = OffsetsCountPrefix ? 0 : Prefix.Length;
        var offsets = Entries.Select(entry => WriteLocal(to, entry, origin)).ToArray();
        var directory = zip.Position;
        for (var i = 0; i < Entries.Length; i++)
        {
            WriteHeader(to, Entries[i], Entries[i].Offset ?? offsets[i]);
        }

        WriteEnd(to, directory - origin, zip.Position - directory, zip.Position - origin);
        to.Write(Behind);
        return zip.ToArray();
    }

    private static long WriteLocal(BinaryWriter to, RawEntry entry, int origin)
    {
        var offset = to.BaseStream.Position - origin;
        var packed = entry.PackedBytes;
        var known = !entry.Descriptor;
        var name = entry.LocalName ?? entry.NameBytes;
        to.Write(0x04034b50u);
        to.Write((ushort)(entry.Wide ? 45 : 20));
        to.Write((ushort)((entry.LocalFlags ?? entry.Flags) | (entry.Descriptor ? 8 : 0)));
        to.Write(entry.LocalMethod ?? entry.Method);
        to.Write(0u);
        to.Write(known ? entry.LocalCrc ?? entry.Crc ?? entry.TrueCrc : 0u);
        to.Write(!known ? 0u : entry.Wide ? uint.MaxValue : (uint)packed.Length);
        to.Write(!known ? 0u : entry.Wide ? uint.MaxValue : (uint)(entry.LocalSize ?? entry.Size ?? entry.Content.Length));
        to.Write((ushort)name.Length);
        to.Write((ushort)(entry.Wide && known ? 20 : 0));
        to.Write(name);
        if (entry.Wide && known)
        {
            to.Write((ushort)1);
            to.Write((ushort)16);
            to.Write(entry.LocalSize ?? entry.Size ?? entry.Content.Length);
            to.Write((long)packed.Length);
        }

        to.Write(packed);
        if (entry.Descriptor)
        {
            to.Write(0x08074b50u);
            to.Write(entry.TrueCrc);
            to.Write((uint)packed.Length);
            to.Write((uint)entry.Content.Length);
        }

        return offset;
    }

    private static void WriteHeader(BinaryWriter to, RawEntry entry, long offset)
    {
        var size = entry.Size ?? entry.Content.Length;
        to.Write(0x02014b50u);
        to.Write((byte)20);
        to.Write(entry.MadeOn);
        to.Write((ushort)20);
        to.Write((ushort)(entry.Flags | (entry.Descriptor ? 8 : 0)));
        to.Write(entry.Method);
        to.Write(0u);
        to.Write(entry.Crc ?? entry.TrueCrc);
        to.Write(entry.Wide ? uint.MaxValue : (uint)entry.PackedBytes.Length);
        to.Write(entry.Wide ? uint.MaxValue : (uint)size);
        to.Write((ushort)entry.NameBytes.Length);
        to.Write((ushort)(entry.Wide ? 28 : 0));
        to.Write((ushort)0);
        to.Write(entry.Disk);
        to.Write((ushort)0);
        to.Write(entry.Mode << 16);
        to.Write(entry.Wide ? uint.MaxValue : (uint)offset);
        to.Write(entry.NameBytes);
        if (entry.Wide)
        {
            to.Write((ushort)1);
            to.Write((ushort)24);
            to.Write(size);
            to.Write((long)entry.PackedBytes.Length);
            to.Write(offset);
        }
    }

    private void WriteEnd(BinaryWriter to, long directory, long length, long here)
    {
        var count = EntryCount ?? Entries.Length;
        if (Wide)
        {
            to.Write(0x06064b50u);
            to.Write(44L);
            to.Write((ushort)45);
            to.Write((ushort)45);
            to.Write(0u);
            to.Write(0u);
            to.Write((long)count);
            to.Write((long)count);
            to.Write(length);
            to.Write(directory);
            to.Write(0x07064b50u);
            to.Write(0u);
            to.Write(here);
            to.Write(1u);
        }

        to.Write(0x06054b50u);
        to.Write(Disk);
        to.Write(Disk);
        to.Write((ushort)(Wide ? 0xFFFF : count));
        to.Write((ushort)(Wide ? 0xFFFF : count));
        to.Write(DirectoryLength ?? (Wide ? uint.MaxValue : (uint)length));
        to.Write(DirectoryOffset ?? (Wide ? uint.MaxValue : (uint)directory));
        to.Write((ushort)Comment.Length);
        to.Write(Comment);
    }
}
