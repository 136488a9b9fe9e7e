using System.Buffers.Binary;

namespace Goldcrest.Server.Sandboxes.Seccomp;

/// <summary>Compiles an allow-list to classic BPF: a balanced search by call number, then checks of arguments. x86-64 only.</summary>
internal static class SeccompCompiler
{
    public const uint ArchitectureX64 = 0xc000_003e;

    /// <summary>Set in the number of calls of the x32 ABI, which shares the architecture's name but not its numbers.</summary>
    public const uint X32Bit = 0x4000_0000;

    private const uint NumberOffset = 0;
    private const uint ArchitectureOffset = 4;
    private const uint ArgumentsOffset = 16;

    /// <param name="rules">In any order; one a number at most.</param>
    /// <param name="denied">Answer for a call without a rule whose number is at most <paramref name="lastKnown"/>.</param>
    /// <param name="unknown">Answer for younger calls: "not implemented" makes libraries fall back.</param>
    /// <param name="lastKnown">The highest number the authors of the list have judged.</param>
    public static IReadOnlyList<BpfInstruction> Compile(IEnumerable<SeccompRule> rules, uint denied, uint unknown, uint lastKnown)
    {
        List<BpfInstruction> program =
        [
            BpfInstruction.Load(ArchitectureOffset),
            new(BpfInstruction.JumpIfEqual, 1, 0, ArchitectureX64),
            BpfInstruction.Answer(SeccompAction.KillProcess),
            BpfInstruction.Load(NumberOffset),
            new(BpfInstruction.JumpIfGreaterOrEqual, 0, 1, X32Bit),
            BpfInstruction.Answer(SeccompAction.KillProcess),
            .. Search(Segments(rules, denied, unknown, lastKnown)),
        ];
        return program;
    }

    /// <summary>The kernel's form: 8 bytes an instruction, in the byte order of x86-64.</summary>
    public static byte[] Encode(IReadOnlyList<BpfInstruction> program)
    {
        var bytes = new byte[program.Count * 8];
        for (var i = 0; i < program.Count; i++)
        {
            var target = bytes.AsSpan(i * 8, 8);
            BinaryPrimitives.WriteUInt16LittleEndian(target, program[i].Code);
            target[2] = program[i].JumpTrue;
            target[3] = program[i].JumpFalse;
            BinaryPrimitives.WriteUInt32LittleEndian(target[4..], program[i].Constant);
        }

        return bytes;
    }

    /// <summary>Splits all numbers into runs with the same answer, in ascending order; the first starts at 0.</summary>
    private static List<Segment> Segments(IEnumerable<SeccompRule> rules, uint denied, uint unknown, uint lastKnown)
    {
        var byNumber = rules.ToDictionary(rule => rule.Number);
        var segments = new List<Segment>();
        for (uint number = 0; number <= lastKnown + 1; number++)
        {
            var rule = byNumber.GetValueOrDefault(number) ?? new SeccompRule(number, number > lastKnown ? unknown : denied, []);
            var continues = segments.Count > 0 && segments[^1].Rule.Answer == rule.Answer
                && rule.Checks.Count == 0 && segments[^1].Rule.Checks.Count == 0;
            if (!continues)
            {
                segments.Add(new Segment(number, rule));
            }
        }

        return segments;
    }

    private static List<BpfInstruction> Search(IReadOnlyList<Segment> segments)
    {
        if (segments.Count == 1)
        {
            return Leaf(segments[0].Rule);
        }

        var middle = segments.Count / 2;
        var below = Search([.. segments.Take(middle)]);
        var above = Search([.. segments.Skip(middle)]);

        // A conditional jump reaches 255 instructions, an unconditional one any distance.
        return below.Count <= byte.MaxValue
            ? [new(BpfInstruction.JumpIfGreaterOrEqual, (byte)below.Count, 0, segments[middle].First), .. below, .. above]
            :
            [
                new(BpfInstruction.JumpIfGreaterOrEqual, 0, 1, segments[middle].First),
                new(BpfInstruction.Jump, 0, 0, (uint)below.Count),
                .. below,
                .. above,
            ];
    }

    private static List<BpfInstruction> Leaf(SeccompRule rule)
    {
        var leaf = new List<BpfInstruction>();
        foreach (var check in rule.Checks)
        {
            var body = Body(check);
            if (check.When is { } first)
            {
                leaf.Add(BpfInstruction.Load(ArgumentsOffset));
                leaf.Add(new(BpfInstruction.JumpIfEqual, 0, (byte)body.Count, first));
            }

            leaf.AddRange(body);
        }

        leaf.Add(BpfInstruction.Answer(rule.Answer));
        return leaf;
    }

    /// <summary>Falls through when the check holds, else answers.</summary>
    private static List<BpfInstruction> Body(ArgumentCheck check)
    {
        var body = new List<BpfInstruction> { BpfInstruction.Load((uint)(ArgumentsOffset + (8 * check.Argument))) };
        if (check.Mask != uint.MaxValue)
        {
            body.Add(BpfInstruction.And(check.Mask));
        }

        for (var i = 0; i < check.Values.Count; i++)
        {
            // On a match: over the remaining comparisons to the end of the body (and over the answer, when the values are good ones).
            var remaining = check.Values.Count - 1 - i;
            var last = remaining == 0;
            body.Add(check.Among
                ? new(BpfInstruction.JumpIfEqual, (byte)(remaining + 1), 0, check.Values[i])
                : new(BpfInstruction.JumpIfEqual, (byte)remaining, last ? (byte)1 : (byte)0, check.Values[i]));
        }

        body.Add(BpfInstruction.Answer(check.Otherwise));
        return body;
    }

    private readonly record struct Segment(uint First, SeccompRule Rule);
}
