using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Escapes;

/// <summary>What the kernel counts for all together: one function takes what it can get, and there is enough for the others and the host.</summary>
public sealed class SharedKernelTests(SharedServer shared)
{
    private const string Watchers = """
        import ctypes, errno
        libc, n = ctypes.CDLL(None, use_errno=True), 0
        while n < 2000 and libc.inotify_init1(0) >= 0:
            n += 1
        found = n > 900, errno.errorcode[ctypes.get_errno()]
        """;

    private const string SocketBuffers = """
        import socket
        listener, ends, held = socket.create_server(("127.0.0.1", 0), backlog=1000), [], 0
        listener.settimeout(5)
        def fill(pair):
            global held
            try:
                while True:
                    held += pair.send(bytes(1 << 16))
            except OSError:
                pass
        try:
            while len(ends) < 900:
                near = socket.create_connection(listener.getsockname(), timeout=5)
                ends += [near, listener.accept()[0]]
                near.setblocking(False)
                fill(near)
        except OSError:
            pass
        found = held >> 20 < 300, len(ends) > 20
        """;

    [Fact]
    public async Task Watchers_of_files_are_left_for_other_functions_and_the_host()
    {
        var server = await shared.GetAsync();
        await using var greedy = await Prisoner.CreateAsync(server);
        await using var modest = await Prisoner.CreateAsync(server);

        var taken = await greedy.RunAsync($"{Watchers}\nstate['n'] = n");
        var left = await modest.RunAsync("import ctypes; found = ctypes.CDLL(None).inotify_init1(0) >= 0");
        using var ofHost = new FileSystemWatcher("/tmp") { EnableRaisingEvents = true };

        Assert.Equal("""[true, "EMFILE"]""", taken);
        Assert.Equal("true", left);
    }

    [Fact]
    public async Task What_lies_in_the_buffers_of_sockets_is_bounded_like_memory()
    {
        var server = await shared.GetAsync();
        await using var prisoner = await Prisoner.CreateAsync(server, memoryMiB: 256, timeoutSeconds: 60);
        await using var bystander = await Bystander.StartAsync(server);

        var found = await prisoner.RunAsync(SocketBuffers);
        var after = await prisoner.RunAsync("found = 'works again'");

        Assert.Contains(found, (string[])["[true, true]", "Runtime.OutOfMemory: Runtime exited with error: signal: killed"]);
        Assert.Equal("\"works again\"", after);
        await bystander.AssertServedAsync();
    }
}
