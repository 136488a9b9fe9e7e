using System.Buffers.Binary;

namespace Goldcrest.Core.Code;

/// <summary>The checksum of zips: CRC-32 with the reflected polynomial 0xEDB88320, eight bytes a step.</summary>
public static class Crc32
{
    private static readonly uint[] Tables = MakeTables();

    /// <param name="crc">Of what came before; 0 at the start.</param>
    /// <param name="bytes">What comes next.</param>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        var t = Tables;
        crc = ~crc;
        while (bytes.Length >= 8)
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = t[1792 + (low & 0xFF)] ^ t[1536 + ((low >> 8) & 0xFF)] ^ t[1280 + ((low >> 16) & 0xFF)] ^ t[1024 + (low >> 24)]
                ^ t[768 + (high & 0xFF)] ^ t[512 + ((high >> 8) & 0xFF)] ^ t[256 + ((high >> 16) & 0xFF)] ^ t[high >> 24];
            bytes = bytes[8..];
        }

        foreach (var octet in bytes)
        {
            crc = t[(crc ^ octet) & 0xFF] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint[] MakeTables()
    {
        var tables = new uint[8 * 256];
        for (uint n = 0; n < 256; n++)
        {
            var crc = n;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }

            tables[n] = crc;
        }

        for (var n = 256; n < tables.Length; n++)
        {
            var before = tables[n - 256];
            tables[n] = tables[before & 0xFF] ^ (before >> 8);
        }

        return tables;
    }
}
