using Goldcrest.Server.Sandboxes;
using Xunit;

namespace Goldcrest.SystemTests.Sandboxes;

/// <summary>What a program inside a sandbox tries, and how it fails.</summary>
public sealed class SandboxWallTests
{
    private const string Prelude = """
        import ctypes, errno, os, socket, sys
        libc = ctypes.CDLL(None, use_errno=True)
        def call(*args):
            ctypes.set_errno(0)
            result = libc.syscall(*args)
            return "ok" if result >= 0 else errno.errorcode[ctypes.get_errno()]
        def reads(path):
            try:
                with open(path, "rb") as file:
                    return "read %d" % len(file.read(10))
            except OSError as fault:
                return errno.errorcode[fault.errno]
        def writes(path):
            try:
                with open(path, "w") as file:
                    file.write("x")
                return "written"
            except OSError as fault:
                return errno.errorcode[fault.errno]
        def opens(family, kind=socket.SOCK_STREAM, protocol=0):
            try:
                socket.socket(family, kind, protocol).close()
                return "ok"
            except OSError as fault:
                return errno.errorcode[fault.errno]

        """;

    [Theory]
    [InlineData("ptrace", "call(101, 0, 0, 0, 0)", "EPERM")]
    [InlineData("mount", "call(165, b'none', b'/tmp', b'tmpfs', 0, 0)", "EPERM")]
    [InlineData("unshare user", "call(272, 0x10000000)", "EPERM")]
    [InlineData("clone with a user namespace", "call(56, 0x10000000 | 17, 0, 0, 0, 0)", "EPERM")]
    [InlineData("clone3", "call(435, 0, 0)", "ENOSYS")]
    [InlineData("setns", "call(308, 0, 0)", "EPERM")]
    [InlineData("bpf", "call(321, 0, 0, 0)", "EPERM")]
    [InlineData("io_uring", "call(425, 1, 0)", "EPERM")]
    [InlineData("userfaultfd", "call(323, 1)", "EPERM")]
    [InlineData("keyctl", "call(250, 0, -3, 0)", "EPERM")]
    [InlineData("perf_event_open", "call(298, 0, 0, -1, -1, 0)", "EPERM")]
    [InlineData("process_vm_readv", "call(310, 1, 0, 0, 0, 0, 0)", "EPERM")]
    [InlineData("chroot", "call(161, b'/tmp')", "EPERM")]
    [InlineData("open_by_handle_at", "call(304, 0, 0, 0)", "EPERM")]
    [InlineData("personality without address randomisation", "call(135, 0x40000)", "EPERM")]
    [InlineData("vsock", "opens(40)", "EAFNOSUPPORT")]
    [InlineData("packet socket", "opens(17, socket.SOCK_RAW)", "EAFNOSUPPORT")]
    [InlineData("raw socket", "opens(socket.AF_INET, socket.SOCK_RAW, 1)", "EPERM")]
    [InlineData("netlink audit", "opens(16, socket.SOCK_RAW, 9)", "EPROTONOSUPPORT")]
    [InlineData("tcp", "opens(socket.AF_INET)", "ok")]
    [InlineData("netlink route", "opens(16, socket.SOCK_RAW, 0)", "ok")]
    [InlineData("the host's shadow file", "reads('/etc/shadow')", "ENOENT")]
    [InlineData("root's home", "reads('/root/.bashrc')", "ENOENT")]
    [InlineData("the host's /var/lib", "reads('/var/lib/dpkg/status')", "ENOENT")]
    [InlineData("cgroups", "reads('/sys/fs/cgroup/cgroup.procs')", "ENOENT")]
    [InlineData("kernel memory", "reads('/proc/kcore')", "EACCES|read 0|ENOENT")]
    [InlineData("the code", "writes('/var/task/x')", "EROFS")]
    [InlineData("the layers", "writes('/opt/x')", "EROFS")]
    [InlineData("the root", "writes('/x')", "EROFS")]
    [InlineData("/usr", "writes('/usr/x')", "EROFS")]
    [InlineData("/etc", "writes('/etc/passwd')", "EROFS")]
    [InlineData("/dev", "writes('/dev/x')", "EACCES")]
    [InlineData("shared memory files", "writes('/dev/shm/x')", "ENOENT")]
    [InlineData("kernel settings", "writes('/proc/sys/kernel/hostname')", "EROFS|EACCES")]
    [InlineData("/tmp", "writes('/tmp/x')", "written")]
    [InlineData("becoming root", "call(105, 0)", "EPERM")]
    [InlineData("the identity inside", "(os.getuid(), os.getgid(), os.getgroups())", "(993, 990, [])")]
    [InlineData("descriptors", "sorted(os.listdir('/proc/1/fd'))", "['0', '1', '2', '3']")]
    [InlineData("descriptor limit", "__import__('resource').getrlimit(7)", "(1024, 1024)")]
    [InlineData("capabilities and filters", "[l.split()[1] for l in open('/proc/self/status') if l.startswith(('CapEff','CapBnd','NoNewPrivs','Seccomp:'))]",
        "['0000000000000000', '0000000000000000', '1', '2']")]
    [InlineData("flags of /tmp", "[l.split()[5] for l in open('/proc/self/mountinfo') if l.split()[4] == '/tmp']", "['rw,nosuid,nodev,noatime']")]
    [InlineData("processes", "[p for p in os.listdir('/proc') if p.isdigit() and int(p) not in (1, os.getpid())]", "[]")]
    [InlineData("the name of the user", "__import__('pwd').getpwuid(os.getuid()).pw_name", "sbx_user1051")]
    [InlineData("being killed before the server", "open('/proc/self/oom_score_adj').read().strip()", "900")]
    [InlineData("being killed after the others", "writes('/proc/self/oom_score_adj')", "EROFS")]
    [InlineData("what the kernel keeps of a process", "[writes('/proc/self/' + name) for name in ('coredump_filter', 'uid_map', 'setgroups', 'clear_refs', 'mem')]", "['EROFS', 'EROFS', 'EROFS', 'EROFS', 'EROFS']")]
    [InlineData("its own streams", "[writes('/dev/stdout'), writes('/proc/self/fd/2')]", "xx['written', 'written']")]
    [InlineData("interfaces", "socket.if_nameindex()", "[(1, 'lo')]")]
    public async Task A_sandbox_answers(string attempt, string expression, string expected)
    {
        _ = attempt;
        await using var host = await Host.StartAsync();

        var (_, text) = await host.RunAsync("/usr/bin/python3", "-I", "-S", "-c", Prelude + "print(" + expression + ")");

        Assert.Contains(text.TrimEnd('\n'), expected.Split('|'));
    }

    [Fact]
    public async Task A_program_that_joins_a_sandbox_is_killed_before_the_server_too()
    {
        await using var host = await Host.StartAsync();
        var output = new CollectedOutput();
        var script = $"{Prelude}print([open('/proc/self/oom_score_adj').read().strip(), writes('/proc/self/oom_score_adj'), writes('/proc/1/oom_score_adj')], flush=True)";
        string[] command = ["/usr/bin/python3", "-I", "-S", "-c", script];
        var spec = host.Spec(output, command) with { HasCompanions = true };
        await using var sandbox = await host.Launcher.CreateAsync(spec, TestContext.Current.CancellationToken);
        await sandbox.OpenAsync(TestContext.Current.CancellationToken);

        await sandbox.StartCompanionAsync(new CompanionSpec(command, spec.Environment, output), TestContext.Current.CancellationToken);
        await output.WaitForAsync("]\n");
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        await sandbox.Exited.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.Equal(string.Concat(Enumerable.Repeat("['900', 'EROFS', 'EROFS']\n", 2)), output.Text);
    }

    [Fact]
    public async Task The_host_keeps_its_devices()
    {
        await using var host = await Host.StartAsync();
        var before = await DevicesAsync();

        await host.RunAsync("/bin/sh", "-c", "cat; chmod 600 /dev/null /dev/zero");

        Assert.Equal(before, await DevicesAsync());

        static Task<string> DevicesAsync() => RunOnHostAsync("/usr/bin/stat", "-c", "%u %g %a", "/dev/null", "/dev/zero");
    }

    [Fact]
    public async Task One_sandbox_cannot_reach_the_runtime_api_of_another()
    {
        await using var host = await Host.StartAsync();
        var output = new CollectedOutput();
        await using var other = await host.Launcher.CreateAsync(host.Spec(output, "/bin/sleep", "100"), TestContext.Current.CancellationToken);
        await using var prober = await host.Launcher.CreateAsync(
            host.Spec(output, "/bin/bash", "-c", "exec 5<>/dev/tcp/127.0.0.1/9001; echo reached; cat <&5"), TestContext.Current.CancellationToken);
        await other.StartAsync(TestContext.Current.CancellationToken);
        await prober.StartAsync(TestContext.Current.CancellationToken);

        await output.WaitForAsync("reached");

        Assert.True(prober.RuntimeApiListener.Poll(TimeSpan.Zero, System.Net.Sockets.SelectMode.SelectRead));
        Assert.False(other.RuntimeApiListener.Poll(TimeSpan.Zero, System.Net.Sockets.SelectMode.SelectRead));
    }

    private static async Task<string> RunOnHostAsync(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        return await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
