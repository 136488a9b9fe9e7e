using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Escapes;

/// <summary>What code of a function can see and reach beyond its own sandbox: nothing of the host. What it reaches of the world is in NetworkReachTests.</summary>
public sealed class ReachTests(SharedServer shared)
{
    [Theory]
    [InlineData("files of the host", "reads('/etc/shadow'), reads('/proc/1/root/etc/shadow'), reads('/root/.bashrc'), reads('/var/lib/dpkg/status'), reads('/sys/kernel/notes')",
        """["ENOENT", "ENOENT", "ENOENT", "ENOENT", "ENOENT"]""")]
    [InlineData("the root", "sorted(os.listdir('/'))",
        """["bin", "dev", "etc", "lib", "lib64", "mnt", "opt", "proc", "sbin", "tmp", "usr", "var"]""", "lib32", "libx32")]
    [InlineData("places to write", "[d for d in ('/', '/var', '/var/task', '/var/runtime', '/opt', '/etc', '/usr', '/dev', '/proc', '/run', '/tmp') if os.access(d, os.W_OK)]",
        """["/tmp"]""")]
    [InlineData("the code, layers and runtime", "writes('/var/task/app.py'), writes('/opt/x'), writes('/var/runtime/bootstrap.py')", """["EROFS", "EROFS", "EROFS"]""")]
    [InlineData("links out of /tmp", "os.symlink('/proc/1/root/../../../etc/shadow', '/tmp/l'), reads('/tmp/l')", """[null, "ENOENT"]""")]
    [InlineData("settings of the kernel", "[p for p in __import__('glob').glob('/proc/sys/**', recursive=True) if os.path.isfile(p) and os.access(p, os.W_OK)]", "[]")]
    [InlineData("the kernel's log and memory", "reads('/proc/kmsg'), reads('/proc/slabinfo'), reads('/dev/mem'), reads('/dev/kmsg')", """["EACCES", "EACCES", "ENOENT", "ENOENT"]""")]
    [InlineData("maps of users", "writes('/proc/self/uid_map'), writes('/proc/self/setgroups')", """["EROFS", "EROFS"]""")]
    [InlineData("processes", "sorted(int(p) for p in os.listdir('/proc') if p.isdigit())", "[1, 2]")]
    [InlineData("signals to others", "outcome(lambda: os.kill(-1, 0)), [outcome(lambda p=p: os.kill(p, 9)) for p in range(3, 3000, 500)]",
        """["ESRCH", ["ESRCH", "ESRCH", "ESRCH", "ESRCH", "ESRCH", "ESRCH"]]""")]
    [InlineData("devices", "outcome(lambda: os.mknod('/tmp/mem', 0o20666, os.makedev(1, 1))), outcome(lambda: os.mknod('/tmp/disk', 0o60666, os.makedev(254, 0)))",
        """["EPERM", "EPERM"]""")]
    [InlineData("another user", "outcome(lambda: os.setuid(0)), outcome(lambda: os.setgid(0)), outcome(lambda: os.chown('/tmp', 0, 0))", """["EPERM", "EPERM", "EPERM"]""")]
    [InlineData("networks", "[name for _, name in socket.if_nameindex()], connects(('169.254.169.254', 80)), connects(('169.254.0.1', 80))",
        """[["lo", "eth0"], "ECONNREFUSED", "ECONNREFUSED"]""")]
    [InlineData("ports of its own loopback", "[p for p in [*range(1, 1024), 4566, 5432, 9002] if connects(('127.0.0.1', p)) != 'ECONNREFUSED']",
        "[]")]
    [InlineData("sockets with names", "open('/proc/net/unix').read().count(chr(10)), connects('\\0/tmp/.X11-unix/X0', socket.AF_UNIX), connects('/run/dbus/system_bus_socket', socket.AF_UNIX)",
        """[1, "ECONNREFUSED", "ENOENT"]""")]
    [InlineData("control groups", "sum(line.count('goldcrest') for line in open('/proc/self/cgroup')), os.path.exists('/sys'), [outcome(lambda t=t: syscall(165, b'x', b'/tmp', t, 0, 0)) for t in (b'cgroup', b'cgroup2', b'sysfs', b'proc')]",
        """[0, false, ["EPERM", "EPERM", "EPERM", "EPERM"]]""")]
    [InlineData("variables of other processes", "sorted(p for p in os.listdir('/proc') if p.isdigit() and reads('/proc/%s/environ' % p).startswith('read')), reads('/proc/1/mem'), reads('/proc/1/root/etc/shadow')",
        """[["1", "2"], "EIO", "ENOENT"]""")]
    [InlineData("its own variables only", "sorted(k for k in os.environ if k.startswith('GOLDCREST') or k in ('SUDO_USER', 'DOTNET_ROOT', 'MAIL'))", "[]")]
    public async Task A_function_finds(string goal, string expression, string expected, params string[] maybe)
    {
        _ = goal;
        await using var prisoner = await Prisoner.CreateAsync(await shared.GetAsync());

        var found = await prisoner.RunAsync($"import os, socket\nfound = {expression}");

        Assert.Equal(expected, maybe.Aggregate(found, (text, name) => text.Replace($"\"{name}\", ", "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_server_itself_is_out_of_reach()
    {
        var server = await shared.GetAsync();
        await using var prisoner = await Prisoner.CreateAsync(server);
        var port = new Uri(server.Endpoint).Port;

        var found = await prisoner.RunAsync(
            $"found = connects(('127.0.0.1', {port})), connects(('::1', {port}, 0, 0), 10), reads('{server.DataDirectory}/identity/root-credentials.json')");

        Assert.Equal("""["ECONNREFUSED", "ECONNREFUSED", "ENOENT"]""", found);
    }

    [Fact]
    public async Task What_a_function_left_is_gone_before_the_next_one_looks()
    {
        var server = await shared.GetAsync();
        await using (var first = await Prisoner.CreateAsync(server))
        {
            await first.RunAsync("open('/tmp/secret', 'w').write('secret'); __import__('os').mkdir('/tmp/folder', 0)");
        }

        await using var second = await Prisoner.CreateAsync(server);

        Assert.Equal("[]", await second.RunAsync("import os; found = os.listdir('/tmp')"));
    }

    [Fact]
    public async Task A_suid_program_gives_nothing()
    {
        await using var prisoner = await Prisoner.CreateAsync(await shared.GetAsync());

        var found = await prisoner.RunAsync("""
            import os, shutil, subprocess
            shutil.copyfile("/usr/bin/id", "/tmp/id")
            os.chmod("/tmp/id", 0o6755)
            found = subprocess.run(["/tmp/id", "-u"], capture_output=True, text=True).stdout, subprocess.run(["/usr/bin/su", "-c", "id"], capture_output=True, stdin=subprocess.DEVNULL).returncode != 0
            """);

        Assert.Equal("""["993\n", true]""", found);
    }

    [Fact]
    public async Task Two_functions_at_the_same_time_see_nothing_of_each_other()
    {
        var server = await shared.GetAsync();
        await using var first = await Prisoner.CreateAsync(server);
        await using var second = await Prisoner.CreateAsync(server);
        const string leave = """
            import os, socket, subprocess
            open("/tmp/secret", "w").write("secret")
            state["shared"] = socket.socket(socket.AF_UNIX); state["shared"].bind("\0secret"); state["shared"].listen()
            state["port"] = socket.socket(); state["port"].bind(("127.0.0.1", 7777)); state["port"].listen()
            state["child"] = subprocess.Popen(["/bin/sleep", "1000"])
            libc = __import__("ctypes").CDLL(None)
            state["memory"] = libc.shmget(0x5ec2e7, 4096, 0o1666)
            found = "left"
            """;
        const string look = """
            import os, socket
            found = reads("/tmp/secret"), connects("\0secret", socket.AF_UNIX), connects(("127.0.0.1", 7777)), [p for p in os.listdir("/proc") if p.isdigit() and "sleep" in open("/proc/%s/comm" % p).read()], __import__("ctypes").CDLL(None).shmget(0x5ec2e7, 4096, 0) >= 0
            """;

        var left = await first.RunAsync(leave);
        var own = await first.RunAsync(look);
        var other = await second.RunAsync(look);

        Assert.Equal("\"left\"", left);
        Assert.StartsWith("""["read 6", "connected", "connected", [""", own, StringComparison.Ordinal);
        Assert.Equal("""["ENOENT", "ECONNREFUSED", "ECONNREFUSED", [], false]""", other);
    }
}
