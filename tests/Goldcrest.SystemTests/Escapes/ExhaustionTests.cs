using System.Globalization;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Escapes;

/// <summary>A function that takes all it can get: it is stopped at its limit, told so, works again, and nobody else notices.</summary>
public sealed class ExhaustionTests(SharedServer shared)
{
    private const string Killed = "Runtime.OutOfMemory: Runtime exited with error: signal: killed";
    private const string TimedOut = "Sandbox.Timedout: Task timed out after 2.00 seconds";

    /// <summary>Counts, but on a busy machine not for longer than twenty seconds.</summary>
    private const string Until = """
        import os, struct
        def until(count):
            for number in range(count):
                if context.get_remaining_time_in_millis() < 40_000:
                    return
                yield number
        """;

    [Theory]
    [InlineData("memory", "x = b'x' * (400 << 20)", Killed)]
    [InlineData("memory files", "import os\nf = os.memfd_create('m')\nwhile True: os.write(f, b'x' * (1 << 20))", Killed)]
    [InlineData("memory of children", "import os\nfor n in range(8):\n  if os.fork() == 0:\n    x = b'x' * (60 << 20)\n    while True: os.sched_yield()\nwhile True: os.sched_yield()",
        Killed, TimedOut)]
    [InlineData("processes", "import os\nwhile True:\n  try: os.fork()\n  except OSError: pass", TimedOut, Killed)]
    [InlineData("processor time", "while True: pass", TimedOut)]
    [InlineData("processor time of many", "import threading\ndef spin():\n  while True: pass\nfor n in range(20): threading.Thread(target=spin).start()", TimedOut)]
    [InlineData("time, stopped", "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", TimedOut)]
    [InlineData("threads", "import threading\nn, end = 0, threading.Event()\ntry:\n  while n < 5000:\n    threading.Thread(target=end.wait, daemon=True).start(); n += 1\nexcept RuntimeError: found = n > 900\nend.set()", "true")]
    [InlineData("descriptors", "import os\nn = []\ndef go():\n  while True: n.append(os.dup(0))\nfound = outcome(go), len(n) < 1024\nfor f in n: os.close(f)", """["EMFILE", true]""")]
    [InlineData("files", "import os\nn = 0\ndef go():\n  global n\n  while n < 200000: os.close(os.open('/tmp/f%d' % n, 65)); n += 1\nfound = outcome(go), n < 200000", """["ENOSPC", true]""",
        TimedOut)]
    [InlineData("a core dump", "import os; os.abort()", "Runtime.ExitError: Runtime exited with error: signal: aborted")]
    [InlineData("a wild pointer", "import ctypes; ctypes.string_at(0)", "Runtime.ExitError: Runtime exited with error: signal: segmentation fault")]
    [InlineData("its own descriptors, closed", "import os\nfor f in range(1024):\n  try: os.close(f)\n  except OSError: pass", "Runtime.ExitError: Runtime exited with error: exit status 120",
        "Runtime.ExitError: Runtime exited with error: exit status 1", TimedOut)]
    public async Task It_ends_as_it_must_and_others_are_served(string what, string code, params string[] expected)
    {
        _ = what;
        var server = await shared.GetAsync();
        var timeoutSeconds = expected.Contains(TimedOut) ? 2 : 60;
        await using var prisoner = await Prisoner.CreateAsync(server, memoryMiB: 256, timeoutSeconds);
        await using var bystander = await Bystander.StartAsync(server);

        var end = await prisoner.RunAsync(code);
        var after = await prisoner.RunAsync("found = 'works again'");
        var left = await prisoner.RunAsync("import os; found = [f for f in os.listdir('/tmp') if 'core' in f]");

        Assert.Contains(end, expected);
        Assert.Equal("\"works again\"", after);
        Assert.Equal("[]", left);
        await bystander.AssertServedAsync();
    }

    [Fact]
    public async Task A_full_tmp_is_full_for_its_function_alone_and_stays_usable()
    {
        var server = await shared.GetAsync();
        await using var prisoner = await Prisoner.CreateAsync(server, memoryMiB: 1769, timeoutSeconds: 60);
        await using var bystander = await Bystander.StartAsync(server);
        const string fill = """
            n = 0
            def go():
                global n
                with open("/tmp/full", "wb", buffering=0) as file:
                    while n < 700:
                        n += file.write(bytes(1 << 20)) >> 20
            found = outcome(go), 500 < n < 540
            """;

        var full = await prisoner.RunAsync(fill);
        var emptied = await prisoner.RunAsync("import os; os.remove('/tmp/full'); found = writes('/tmp/small')");

        Assert.Equal("""["ENOSPC", true]""", full);
        Assert.Equal("\"written\"", emptied);
        await bystander.AssertServedAsync();
    }

    [Theory]
    [InlineData("a gigabyte of lines", "b = (b'x' * 1023 + b'\\n') * 1024\nfor n in until(1000): os.write(1, b)")]
    [InlineData("one endless line", "b = b'x' * (1 << 20)\nfor n in until(400): os.write(1, b)")]
    [InlineData("one endless frame", "os.write(3, struct.pack('>IIQ', 0xa55a0003, 0xffffffff, 0))\nb = b'x' * (1 << 20)\nfor n in until(400): os.write(3, b)")]
    [InlineData("empty frames", "b = struct.pack('>IIQ', 0xa55a0003, 0, 0) * (1 << 16)\nfor n in until(100): os.write(3, b)")]
    public async Task A_flood_of_log_takes_bounded_memory_of_the_server(string what, string flood)
    {
        _ = what;
        await using var server = await GoldcrestServer.StartAsync();
        await using var prisoner = await Prisoner.CreateAsync(server, memoryMiB: 1769, timeoutSeconds: 60);
        await using var bystander = await Bystander.StartAsync(server);

        var end = await prisoner.RunAsync($"{Until}\n{flood}\nfound = 'said'");

        Assert.Equal("\"said\"", end);
        Assert.InRange(PeakMiB(server), 1, 700);
        await bystander.AssertServedAsync();
    }

    [Fact]
    public async Task A_hundred_thousand_files_in_tmp_are_one_function_s_own_trouble()
    {
        var server = await shared.GetAsync();
        await using var prisoner = await Prisoner.CreateAsync(server, memoryMiB: 1769, timeoutSeconds: 60, ephemeralStorageMiB: 2048);
        await using var bystander = await Bystander.StartAsync(server);

        var made = await prisoner.RunAsync(
            $"{Until}\nmade = 0\ndef make():\n  global made\n  for n in until(100000): os.close(os.open('/tmp/f%d' % n, 65)); made = n + 1\n  return 'all'\nfound = outcome(make) in ('all', 'ENOSPC') and made > 1000");
        var after = await prisoner.RunAsync("import os; found = len(os.listdir('/tmp')) > 1000");

        Assert.Equal(("true", "true"), (made, after));
        await bystander.AssertServedAsync();
    }

    [Fact(Explicit = true)]
    public async Task Four_gigabytes_of_log_lines_take_bounded_memory_of_the_server()
    {
        await using var server = await GoldcrestServer.StartAsync();
        await using var prisoner = await Prisoner.CreateAsync(server, memoryMiB: 1769, timeoutSeconds: 900);

        var end = await prisoner.RunAsync("import os\nb = (b'x' * 1023 + b'\\n') * 1024\nfor n in range(4096): os.write(1, b)\nfound = 'said'");

        Assert.Equal("\"said\"", end);
        Assert.InRange(PeakMiB(server), 1, 700);
    }

    private static int PeakMiB(GoldcrestServer server) => File.ReadLines($"/proc/{server.ProcessId}/status")
        .Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
        .Select(line => int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) >> 10)
        .Single();
}
