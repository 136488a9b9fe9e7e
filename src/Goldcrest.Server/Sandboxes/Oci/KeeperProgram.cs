using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Goldcrest.Server.Sandboxes.Oci;

/// <summary>
/// A program that waits for ever and needs nothing, not even a C library: a header, one segment and three instructions. It keeps sandboxes open whose images have no
/// program that could.
/// </summary>
internal static class KeeperProgram
{
    private const int HeaderBytes = 64;
    private const int SegmentBytes = 56;
    private const ulong LoadedAt = 0x40_0000;
    private const UnixFileMode Executable = (UnixFileMode)0b101_101_101;

    /// <summary>pause(), again and again.</summary>
    private static readonly byte[] X64 = [0xB8, 0x22, 0, 0, 0, 0x0F, 0x05, 0xEB, 0xF7];

    /// <summary>ppoll(NULL, 0, NULL, NULL), again and again: this processor's kernel has no pause.</summary>
    private static readonly byte[] Arm64 =
    [
        0x00, 0x00, 0x80, 0xD2, 0x01, 0x00, 0x80, 0xD2, 0x02, 0x00, 0x80, 0xD2, 0x03, 0x00, 0x80, 0xD2, 0x28, 0x09, 0x80, 0xD2, 0x01, 0x00, 0x00, 0xD4, 0xFA, 0xFF, 0xFF, 0x17,
    ];

    public static void Write(string path)
    {
        var isArm = RuntimeInformation.OSArchitecture == Architecture.Arm64;
        File.WriteAllBytes(path, Make(isArm ? Arm64 : X64, machine: isArm ? (ushort)183 : (ushort)62));
        File.SetUnixFileMode(path, Executable);
    }

    /// <returns>An ELF file of 64 bits, lower byte first.</returns>
    public static byte[] Make(byte[] code, ushort machine)
    {
        var file = new byte[HeaderBytes + SegmentBytes + code.Length];
        code.CopyTo(file, HeaderBytes + SegmentBytes);
        byte[] identity = [0x7F, .. "ELF"u8, 2, 1, 1];
        identity.CopyTo(file, 0);
        Put16(16, 2);
        Put16(18, machine);
        Put32(20, 1);
        Put64(24, LoadedAt + HeaderBytes + SegmentBytes);
        Put64(32, HeaderBytes);
        Put16(52, HeaderBytes);
        Put16(54, SegmentBytes);
        Put16(56, 1);

        // One segment, read and executed, that holds the whole file.
        Put32(HeaderBytes, 1);
        Put32(HeaderBytes + 4, 5);
        Put64(HeaderBytes + 16, LoadedAt);
        Put64(HeaderBytes + 24, LoadedAt);
        Put64(HeaderBytes + 32, (ulong)file.Length);
        Put64(HeaderBytes + 40, (ulong)file.Length);
        Put64(HeaderBytes + 48, 0x1000);
        return file;

        void Put16(int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), value);
        void Put32(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), value);
        void Put64(int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at), value);
    }
}
