using Goldcrest.Server.Sandboxes.Seccomp;

namespace Goldcrest.Tests.Sandboxes;

public sealed class SandboxSyscallsTests
{
    private const uint Allow = 0x7fff_0000;
    private const uint Kill = 0x8000_0000;
    private const uint NotPermitted = 0x0005_0001;
    private const uint NotImplemented = 0x0005_0000 + 38;
    private const uint NoSuchFamily = 0x0005_0000 + 97;
    private const uint NoSuchProtocol = 0x0005_0000 + 93;

    private static readonly IReadOnlyList<BpfInstruction> Program = SandboxSyscalls.Compile();

    [Theory]
    [InlineData("read", 0, Allow)]
    [InlineData("rt_sigreturn", 15, Allow)]
    [InlineData("execve", 59, Allow)]
    [InlineData("openat", 257, Allow)]
    [InlineData("futex", 202, Allow)]
    [InlineData("getrandom", 318, Allow)]
    [InlineData("rseq", 334, Allow)]
    [InlineData("epoll_pwait2", 441, Allow)]
    [InlineData("mseal", 462, Allow)]
    [InlineData("ptrace", 101, NotPermitted)]
    [InlineData("mount", 165, NotPermitted)]
    [InlineData("umount2", 166, NotPermitted)]
    [InlineData("pivot_root", 155, NotPermitted)]
    [InlineData("chroot", 161, NotPermitted)]
    [InlineData("add_key", 248, NotPermitted)]
    [InlineData("keyctl", 250, NotPermitted)]
    [InlineData("unshare", 272, NotPermitted)]
    [InlineData("perf_event_open", 298, NotPermitted)]
    [InlineData("open_by_handle_at", 304, NotPermitted)]
    [InlineData("setns", 308, NotPermitted)]
    [InlineData("process_vm_readv", 310, NotPermitted)]
    [InlineData("process_vm_writev", 311, NotPermitted)]
    [InlineData("bpf", 321, NotPermitted)]
    [InlineData("userfaultfd", 323, NotPermitted)]
    [InlineData("a number nobody uses", 400, NotPermitted)]
    [InlineData("io_uring_setup", 425, NotPermitted)]
    [InlineData("open_tree", 428, NotPermitted)]
    [InlineData("move_mount", 429, NotPermitted)]
    [InlineData("clone3", 435, NotImplemented)]
    [InlineData("pidfd_getfd", 438, NotPermitted)]
    [InlineData("mount_setattr", 442, NotPermitted)]
    [InlineData("younger than the list", 463, NotImplemented)]
    [InlineData("much younger", 5000, NotImplemented)]
    [InlineData("read of the x32 ABI", 0x4000_0000, Kill)]
    [InlineData("ptrace of the x32 ABI", 0x4000_0209, Kill)]
    [InlineData("minus one", 0xffff_ffff, Kill)]
    public void A_call_is_answered_by_its_number(string name, uint number, uint answer)
    {
        _ = name;

        Assert.Equal(answer, BpfInterpreter.Run(Program, number, SeccompCompiler.ArchitectureX64));
    }

    [Theory]
    [InlineData("unix", 41, 1, 0x80001, 0, Allow)]
    [InlineData("tcp", 41, 2, 1, 6, Allow)]
    [InlineData("udp over version 6", 41, 10, 2, 17, Allow)]
    [InlineData("ping", 41, 2, 2, 1, Allow)]
    [InlineData("sctp", 41, 2, 1, 132, NoSuchProtocol)]
    [InlineData("mptcp over version 6", 41, 10, 1, 262, NoSuchProtocol)]
    [InlineData("routes", 41, 16, 3, 0, Allow)]
    [InlineData("netfilter", 41, 16, 3, 12, NoSuchProtocol)]
    [InlineData("packet", 41, 17, 3, 0, NoSuchFamily)]
    [InlineData("vsock", 41, 40, 1, 0, NoSuchFamily)]
    [InlineData("kernel crypto", 41, 38, 5, 0, NoSuchFamily)]
    [InlineData("vsock hidden under high bits", 41, 0x1_0000_0028, 1, 0, NoSuchFamily)]
    [InlineData("pair of unix", 53, 1, 1, 0, Allow)]
    [InlineData("pair of others", 53, 30, 1, 0, NoSuchFamily)]
    [InlineData("fork", 56, 0x0120_0011, 0, 0, Allow)]
    [InlineData("thread", 56, 0x003d_0f00, 0, 0, Allow)]
    [InlineData("new mounts", 56, 0x0002_0000, 0, 0, NotPermitted)]
    [InlineData("new user", 56, 0x1000_0011, 0, 0, NotPermitted)]
    [InlineData("new network among others", 56, 0x4120_0011, 0, 0, NotPermitted)]
    [InlineData("new cgroup", 56, 0x0200_0011, 0, 0, NotPermitted)]
    [InlineData("personality of Linux", 135, 0, 0, 0, Allow)]
    [InlineData("asking for it", 135, 0xffff_ffff, 0, 0, Allow)]
    [InlineData("without address randomisation", 135, 0x0004_0000, 0, 0, NotPermitted)]
    [InlineData("readable means executable", 135, 0x0040_0000, 0, 0, NotPermitted)]
    [InlineData("size of the terminal", 16, 0, 0x5413, 0, Allow)]
    [InlineData("keystroke into the terminal", 16, 0, 0x5412, 0, NotPermitted)]
    [InlineData("the same under high bits", 16, 0, 0x1_0000_5412, 0, NotPermitted)]
    [InlineData("selection of the console", 16, 0, 0x541c, 0, NotPermitted)]
    public void A_call_is_answered_by_its_arguments(string name, uint number, ulong a, ulong b, ulong c, uint answer)
    {
        _ = name;

        Assert.Equal(answer, BpfInterpreter.Run(Program, number, SeccompCompiler.ArchitectureX64, a, b, c));
    }

    [Theory]
    [InlineData(0x4000_0003)]
    [InlineData(0xc000_00b7)]
    public void A_call_of_another_architecture_kills(uint architecture) =>
        Assert.Equal(Kill, BpfInterpreter.Run(Program, 0, architecture));

    [Fact]
    public void Every_number_gets_the_same_answer_as_the_plain_list()
    {
        SeccompRule[] rules = [.. Enumerable.Range(0, 2000).Where(n => n % 3 == 0).Select(n => SeccompRule.Allow((uint)n))];

        var program = SeccompCompiler.Compile(rules, denied: 1, unknown: 2, lastKnown: 1999);

        for (uint number = 0; number < 2100; number++)
        {
            var expected = number > 1999 ? 2 : number % 3 == 0 ? Allow : 1;
            Assert.Equal(expected, BpfInterpreter.Run(program, number, SeccompCompiler.ArchitectureX64));
        }
    }

    [Fact]
    public void The_filter_is_encoded_as_the_kernel_reads_it()
    {
        var bytes = SeccompCompiler.Encode([new BpfInstruction(0x15, 1, 2, 0xc000_003e)]);

        Assert.Equal([0x15, 0, 1, 2, 0x3e, 0, 0, 0xc0], bytes);
        Assert.InRange(SandboxSyscalls.Filter.Length / 8, 10, 4096);
    }
}
