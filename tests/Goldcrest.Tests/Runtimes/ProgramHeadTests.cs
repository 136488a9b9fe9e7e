using System.Text;
using Goldcrest.Core.Runtimes;
using Processor = System.Runtime.InteropServices.Architecture;

namespace Goldcrest.Tests.Runtimes;

public sealed class ProgramHeadTests
{
    [Theory]
    [InlineData(62, Processor.X64, true)]
    [InlineData(3, Processor.X64, true)]
    [InlineData(183, Processor.X64, false)]
    [InlineData(183, Processor.Arm64, true)]
    [InlineData(62, Processor.Arm64, false)]
    public void A_binary_is_for_one_processor(int machine, Processor host, bool isExecutable) =>
        Assert.Equal(new ProgramHead(isExecutable, null), ProgramHead.Read(Elf(machine), host));

    [Fact]
    public void A_binary_of_the_other_byte_order_is_read_in_its_own()
    {
        var elf = Elf(0);
        (elf[5], elf[18], elf[19]) = (2, 0, 62);

        Assert.True(ProgramHead.Read(elf, Processor.X64).IsExecutable);
    }

    [Fact]
    public void Whatever_is_cut_off_is_looked_at_without_a_fault()
    {
        for (var length = 0; length < 20; length++)
        {
            Assert.False(ProgramHead.Read(Elf(62).AsSpan(0, length), Processor.X64).IsExecutable);
        }
    }

    [Theory]
    [InlineData("#!/bin/sh\n", "/bin/sh")]
    [InlineData("#!  /usr/bin/env -S sh\nmore", "/usr/bin/env")]
    [InlineData("#!/bin/sh\r\n", "/bin/sh\r")]
    [InlineData("#!/bin/sh", "/bin/sh")]
    [InlineData("#!", "")]
    public void A_script_names_its_interpreter(string text, string interpreter) =>
        Assert.Equal(new ProgramHead(true, interpreter), ProgramHead.Read(Encoding.UTF8.GetBytes(text), Processor.X64));

    [Theory]
    [InlineData("")]
    [InlineData("#")]
    [InlineData("echo hello")]
    [InlineData("MZ")]
    public void Anything_else_is_no_program(string text) =>
        Assert.Equal(default, ProgramHead.Read(Encoding.UTF8.GetBytes(text), Processor.X64));

    private static byte[] Elf(int machine)
    {
        var elf = new byte[64];
        "\u007FELF"u8.CopyTo(elf);
        (elf[4], elf[5], elf[18], elf[19]) = (2, 1, (byte)machine, (byte)(machine >> 8));
        return elf;
    }
}
