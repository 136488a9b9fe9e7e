using System.Globalization;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Goldcrest.SystemTests.Clients;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Escapes;

/// <summary>What a function reads in the kernel's own files: nothing that tells which host it is on.</summary>
public sealed partial class HostLeakTests(SharedServer shared)
{
    /// <summary>Reads all there is to read: the first 256 KiB of each file of /proc and /sys, 16 MiB together; of processes, its own and the first.</summary>
    private const string Read = """
        import os, re

        def texts():
            left = 16 << 20
            for top in ("/proc", "/sys"):
                for folder, folders, files in os.walk(top):
                    folders[:] = [f for f in folders if not (folder == "/proc" and f.isdigit() and f not in ("1", str(os.getpid()))) and f not in ("task", "fd", "fdinfo", "map_files", "cwd", "root")]
                    for name in files:
                        path = os.path.join(folder, name)
                        if name in ("kmsg", "mem", "pagemap", "clear_refs") or os.path.islink(path) or left <= 0:
                            continue
                        try:
                            handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
                        except OSError:
                            continue
                        try:
                            text = os.read(handle, 1 << 18)
                            while (more := os.read(handle, 1 << 18)) and len(text) < 1 << 18:
                                text += more
                        except OSError:
                            continue
                        finally:
                            os.close(handle)
                        left -= len(text)
                        yield path, text.decode("latin-1")

        """;

    [Fact]
    public async Task No_file_of_the_kernels_tells_which_host_it_is()
    {
        var server = await shared.GetAsync();
        var layers = new JsonObject { ["Layers"] = new JsonArray(await LayerAsync(server, "one"), await LayerAsync(server, "other"), await LayerAsync(server, "one")) };
        await using var prisoner = await Prisoner.CreateAsync(server, timeoutSeconds: 120, settings: layers);
        var markers = MarkersOf(server);

        var found = await prisoner.RunAsync($$"""
            {{Read}}
            markers = {{JsonSerializer.Serialize(markers)}}
            seen = [(path, text) for path, text in texts()]
            # The root of a mount is where it lies in its file system: stated, and looked at by a test of its own.
            blind = lambda path, text: "\n".join(" ".join(line.split(" ")[:3] + line.split(" ")[4:]) for line in text.splitlines()) if path.endswith("/mountinfo") else text
            found = len(seen) > 100, open("/opt/layer.txt").read(), sorted({(path, what) for path, text in seen for what, pattern in markers.items() if re.search(pattern, blind(path, text))})
            """);

        Assert.Equal("""[true, "one", []]""", found);
    }

    [Fact]
    public async Task Markers_that_are_looked_for_would_be_found()
    {
        var markers = MarkersOf(await shared.GetAsync());

        Assert.Matches(markers["memory"], await File.ReadAllTextAsync("/proc/meminfo", TestContext.Current.CancellationToken));
        Assert.Matches(markers["how the kernel was started"], await File.ReadAllTextAsync("/proc/cmdline", TestContext.Current.CancellationToken));
        Assert.Matches(markers["boot"], await File.ReadAllTextAsync("/proc/sys/kernel/random/boot_id", TestContext.Current.CancellationToken));
        Assert.Matches(markers["disks"], await File.ReadAllTextAsync("/proc/partitions", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_machine_has_as_much_memory_as_the_function_and_a_boot_of_its_own()
    {
        await using var small = await Prisoner.CreateAsync(await shared.GetAsync(), memoryMiB: 128);
        await using var large = await Prisoner.CreateAsync(await shared.GetAsync(), memoryMiB: 1_769);
        const string Look = "found = [int(line.split()[1]) for line in open('/proc/meminfo') if line.startswith(('MemTotal:', 'MemAvailable:', 'SwapTotal:'))], open('/proc/sys/kernel/random/boot_id').read()";

        var (one, other) = (JsonNode.Parse(await small.RunAsync(Look))!, JsonNode.Parse(await large.RunAsync(Look))!);

        Assert.Equal("[131072,131072,0]", one[0]!.ToJsonString());
        Assert.Equal("[1811456,1811456,0]", other[0]!.ToJsonString());
        Assert.NotEqual((string)one[1]!, (string)other[1]!);
        Assert.True(Guid.TryParse((string)one[1]!, out _));
    }

    [Fact]
    public async Task The_name_of_the_host_is_not_told()
    {
        await using var prisoner = await Prisoner.CreateAsync(await shared.GetAsync());

        var found = await prisoner.RunAsync(
            "import os, socket; found = os.uname().nodename, socket.gethostname(), open('/etc/hostname').read(), open('/proc/sys/kernel/hostname').read(), open('/proc/sys/kernel/domainname').read(), os.path.exists('/sys')");

        Assert.Equal("""["sandbox", "sandbox", "sandbox\n", "sandbox\n", "(none)\n", false]""", found);
    }

    [Fact]
    public async Task Where_files_lie_on_the_host_is_told_of_code_and_runtime_alone()
    {
        var server = await shared.GetAsync();
        await using var prisoner = await Prisoner.CreateAsync(server);

        var found = await prisoner.RunAsync("found = sorted(line.split()[4] for line in open('/proc/self/mountinfo') if line.split()[3].count('/') > 1 and ' - tmpfs ' not in line)");

        Assert.Equal("""["/var/runtime", "/var/task"]""", found);
    }

    /// <summary>Patterns that only this host's files hold.</summary>
    private static Dictionary<string, string> MarkersOf(GoldcrestServer server)
    {
        var disks = File.ReadLines("/proc/partitions").Skip(2).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1]).Where(name => !name.StartsWith("loop", StringComparison.Ordinal));
        var addresses = NetworkInterface.GetAllNetworkInterfaces()
            .Where(link => link.NetworkInterfaceType != NetworkInterfaceType.Loopback && !link.Name.StartsWith("gc", StringComparison.Ordinal))
            .ToList();
        return new()
        {
            ["memory"] = $@"\b{Total().Match(File.ReadAllText("/proc/meminfo")).Groups[1].Value}\b",
            ["how the kernel was started"] = Regex.Escape(File.ReadAllText("/proc/cmdline").Trim()),
            ["boot"] = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim(),
            ["data"] = Regex.Escape(server.DataDirectory),
            ["disks"] = Any(disks.Select(disk => $@"(?<!/dev/)\b{Regex.Escape(disk)}\b")),
            ["links"] = Any(addresses.Select(link => link.GetPhysicalAddress().GetAddressBytes()).Where(bytes => bytes.Length == 6).Select(bytes => string.Join(':', bytes.Select(part => part.ToString("x2", CultureInfo.InvariantCulture))))),
            ["addresses"] = Any(addresses.SelectMany(link => link.GetIPProperties().UnicastAddresses)
                .Where(address => address.Address.AddressFamily == AddressFamily.InterNetwork)
                .Select(address => $@"\b{Regex.Escape(address.Address.ToString())}\b")),
        };
    }

    private static string Any(IEnumerable<string> patterns) => string.Join('|', patterns.DefaultIfEmpty("there is none"));

    private static async Task<string> LayerAsync(GoldcrestServer server, string content)
    {
        var request = new { Content = new { ZipFile = Convert.ToBase64String(CodeZip.Of("layer.txt", System.Text.Encoding.UTF8.GetBytes(content))) } };
        var answer = await Functions.LambdaCaller.Root(server).SendAsync("POST", $"/2018-10-31/layers/leak-{Guid.NewGuid():n}/versions", request);
        return answer.Ok().Body.GetProperty("LayerVersionArn").GetString()!;
    }

    [GeneratedRegex(@"MemTotal:\s+([0-9]+) kB")]
    private static partial Regex Total();
}
