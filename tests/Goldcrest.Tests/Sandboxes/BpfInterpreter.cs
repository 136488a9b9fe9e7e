using Goldcrest.Server.Sandboxes.Seccomp;

namespace Goldcrest.Tests.Sandboxes;

/// <summary>Runs a seccomp filter as the kernel would.</summary>
internal static class BpfInterpreter
{
    public static uint Run(IReadOnlyList<BpfInstruction> program, uint number, uint architecture, params ulong[] arguments)
    {
        uint accumulator = 0;
        for (var at = 0; ; at++)
        {
            var instruction = program[at];
            switch (instruction.Code)
            {
                case BpfInstruction.LoadWord:
                    accumulator = Word(instruction.Constant, number, architecture, arguments);
                    break;
                case BpfInstruction.AndConstant:
                    accumulator &= instruction.Constant;
                    break;
                case BpfInstruction.Jump:
                    at += (int)instruction.Constant;
                    break;
                case BpfInstruction.JumpIfEqual:
                    at += accumulator == instruction.Constant ? instruction.JumpTrue : instruction.JumpFalse;
                    break;
                case BpfInstruction.JumpIfGreaterOrEqual:
                    at += accumulator >= instruction.Constant ? instruction.JumpTrue : instruction.JumpFalse;
                    break;
                case BpfInstruction.Return:
                    return instruction.Constant;
                default:
                    throw new InvalidOperationException($"unknown instruction {instruction}");
            }
        }
    }

    private static uint Word(uint offset, uint number, uint architecture, ulong[] arguments) => offset switch
    {
        0 => number,
        4 => architecture,
        _ when (offset - 16) / 8 is var index && index < 6 =>
            (uint)((index < arguments.Length ? arguments[index] : 0) >> (int)((offset - 16) % 8 * 8)),
        _ => throw new InvalidOperationException($"offset {offset}"),
    };
}
