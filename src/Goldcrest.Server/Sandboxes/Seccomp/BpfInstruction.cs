namespace Goldcrest.Server.Sandboxes.Seccomp;

/// <summary>One instruction of classic BPF (struct sock_filter). Jumps are counted from the next instruction.</summary>
internal readonly record struct BpfInstruction(ushort Code, byte JumpTrue, byte JumpFalse, uint Constant)
{
    public const ushort LoadWord = 0x20;
    public const ushort AndConstant = 0x54;
    public const ushort Jump = 0x05;
    public const ushort JumpIfEqual = 0x15;
    public const ushort JumpIfGreaterOrEqual = 0x35;
    public const ushort Return = 0x06;

    /// <param name="offset">Into struct seccomp_data: number 0, architecture 4, argument n at 16 + 8n (low word first).</param>
    public static BpfInstruction Load(uint offset) => new(LoadWord, 0, 0, offset);

    public static BpfInstruction And(uint mask) => new(AndConstant, 0, 0, mask);

    public static BpfInstruction Answer(uint action) => new(Return, 0, 0, action);
}
