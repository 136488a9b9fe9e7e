namespace Goldcrest.Server.Sandboxes.Seccomp;

/// <summary>The system calls a sandbox may make. Everything else fails: EPERM when we know the call, ENOSYS when it is younger than this list.</summary>
/// <remarks>
/// Not here, and why: whatever makes namespaces or mounts, looks into other processes (ptrace, process_vm_*, pidfd_getfd, kcmp),
/// loads code into the kernel (bpf, modules, kexec), or is a large and young attack surface that functions do not need (io_uring,
/// userfaultfd, perf, keyrings, fanotify, old AIO). Source: docs/adr/0002-the-sandbox-boundary-is-the-oci-runtime.md.
/// </remarks>
internal static class SandboxSyscalls
{
    private const uint LastKnown = 462; // mseal
    private const ushort NotPermitted = 1;
    private const ushort NotImplemented = 38;
    private const ushort ProtocolNotSupported = 93;
    private const ushort FamilyNotSupported = 97;

    private const uint FamilyUnix = 1;
    private const uint FamilyInternet = 2;
    private const uint FamilyInternet6 = 10;
    private const uint FamilyNetlink = 16;

    /// <summary>CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET.</summary>
    private const uint NewNamespaces = 0x7e02_0000;

    /// <summary>Any protocol (0), ICMP, TCP, UDP, ICMPv6: others would load kernel modules on demand.</summary>
    private static readonly uint[] InternetProtocols = [0, 1, 6, 17, 58];

    /// <summary>First and last number of each run of calls that are allowed with any arguments.</summary>
    private static readonly (uint First, uint Last)[] Allowed =
    [
        (0, 15), // read to rt_sigreturn
        (17, 40), // pread64 to sendfile
        (42, 52), // connect to getpeername
        (54, 55), // setsockopt to getsockopt
        (57, 100), // fork to times
        (102, 102), // getuid
        (104, 133), // getgid to mknod
        (137, 138), // statfs to fstatfs
        (140, 152), // getpriority to munlockall
        (157, 158), // prctl to arch_prctl
        (160, 160), // setrlimit
        (186, 204), // gettid to sched_getaffinity
        (213, 213), // epoll_create
        (216, 226), // remap_file_pages to timer_delete
        (228, 235), // clock_gettime to utimes
        (239, 245), // get_mempolicy to mq_getsetattr
        (247, 247), // waitid
        (251, 255), // ioprio_set to inotify_rm_watch
        (257, 271), // openat to ppoll
        (273, 277), // set_robust_list to sync_file_range
        (280, 297), // utimensat to rt_tgsigqueueinfo
        (299, 299), // recvmmsg
        (302, 302), // prlimit64
        (307, 307), // sendmmsg
        (309, 309), // getcpu
        (314, 316), // sched_setattr to renameat2
        (318, 319), // getrandom to memfd_create
        (322, 322), // execveat
        (324, 332), // membarrier to statx
        (334, 334), // rseq
        (424, 424), // pidfd_send_signal
        (434, 434), // pidfd_open
        (436, 437), // close_range to openat2
        (439, 439), // faccessat2
        (441, 441), // epoll_pwait2
        (449, 449), // futex_waitv
        (451, 456), // cachestat to futex_requeue
        (462, 462), // mseal
    ];

    private static readonly SeccompRule[] Conditional =
    [
        // TIOCSTI and TIOCLINUX push keystrokes into a terminal.
        SeccompRule.Allow(16, None(argument: 1, SeccompAction.Fail(NotPermitted), 0x5412, 0x541c)),

        // AF_VSOCK and AF_PACKET are not bounded by the network namespace or not needed; netlink only to read addresses and routes.
        SeccompRule.Allow(
            41,
            One(0, SeccompAction.Fail(FamilyNotSupported), FamilyUnix, FamilyInternet, FamilyInternet6, FamilyNetlink),
            One(2, SeccompAction.Fail(ProtocolNotSupported), InternetProtocols) with { When = FamilyInternet },
            One(2, SeccompAction.Fail(ProtocolNotSupported), InternetProtocols) with { When = FamilyInternet6 },
            One(2, SeccompAction.Fail(ProtocolNotSupported), 0) with { When = FamilyNetlink }),
        SeccompRule.Allow(53, One(0, SeccompAction.Fail(FamilyNotSupported), FamilyUnix)),
        SeccompRule.Allow(56, new ArgumentCheck(0, NewNamespaces, Among: true, [0], SeccompAction.Fail(NotPermitted))),
        SeccompRule.Allow(135, One(0, SeccompAction.Fail(NotPermitted), 0, 0xffff_ffff)),

        // clone3 hides its flags behind a pointer that BPF cannot follow; libraries fall back to clone.
        new(435, SeccompAction.Fail(NotImplemented), []),
    ];

    /// <summary>The filter as the kernel loads it; compiled once.</summary>
    public static byte[] Filter { get; } = SeccompCompiler.Encode(Compile());

    public static IReadOnlyList<BpfInstruction> Compile() => SeccompCompiler.Compile(
        [.. Allowed.SelectMany(run => Numbers(run.First, run.Last)), .. Conditional],
        denied: SeccompAction.Fail(NotPermitted), unknown: SeccompAction.Fail(NotImplemented), LastKnown);

    private static IEnumerable<SeccompRule> Numbers(uint first, uint last)
    {
        for (var number = first; number <= last; number++)
        {
            yield return SeccompRule.Allow(number);
        }
    }

    private static ArgumentCheck One(int argument, uint otherwise, params uint[] values) =>
        new(argument, uint.MaxValue, Among: true, values, otherwise);

    private static ArgumentCheck None(int argument, uint otherwise, params uint[] values) =>
        new(argument, uint.MaxValue, Among: false, values, otherwise);
}
