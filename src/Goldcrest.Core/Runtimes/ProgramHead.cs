using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Goldcrest.Core.Runtimes;

/// <summary>The first bytes of a program, as the kernel looks at them before it executes one.</summary>
/// <param name="IsExecutable">Whether a kernel of this processor takes it at all: "exec format error" otherwise.</param>
/// <param name="Interpreter">What a script names to be read by, as it stands there; null for what is no script.</param>
public readonly record struct ProgramHead(bool IsExecutable, string? Interpreter)
{
    /// <summary>Bytes that are looked at, of which a script's first line is the longest part.</summary>
    public const int Length = 255;

    private const int MachineOffset = 18;
    private const byte BigEndian = 2;

    /// <param name="head">The first bytes: <see cref="Length"/> of them, or all of a shorter program.</param>
    /// <param name="host">The processor that shall run it.</param>
    public static ProgramHead Read(ReadOnlySpan<byte> head, Architecture host)
    {
        if (head.StartsWith("\u007FELF"u8))
        {
            return new ProgramHead(IsFor(head, host), null);
        }

        if (!head.StartsWith("#!"u8))
        {
            return default;
        }

        // The kernel takes a carriage return for a part of the name: the most common flaw of all.
        var end = head.IndexOf((byte)'\n');
        var line = Encoding.UTF8.GetString(end < 0 ? head[2..] : head[2..end]).Trim(' ', '\t');
        return new ProgramHead(true, line.Split([' ', '\t'], 2)[0]);
    }

    private static bool IsFor(ReadOnlySpan<byte> elf, Architecture host)
    {
        if (elf.Length < MachineOffset + sizeof(ushort))
        {
            return false;
        }

        var field = elf[MachineOffset..];
        var machine = elf[5] == BigEndian ? BinaryPrimitives.ReadUInt16BigEndian(field) : BinaryPrimitives.ReadUInt16LittleEndian(field);
        return host switch
        {
            // Each with its 32-bit ancestor, which the kernel may know how to run.
            Architecture.X64 => machine is 62 or 3,
            Architecture.Arm64 => machine is 183 or 40,
            _ => true,
        };
    }
}
