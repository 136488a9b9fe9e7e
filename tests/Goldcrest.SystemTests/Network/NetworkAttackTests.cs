using System.Text.Json;
using Goldcrest.SystemTests.Clients;
using Goldcrest.SystemTests.Invoke;
using Xunit;

namespace Goldcrest.SystemTests.Network;

/// <summary>What a hostile function tries that an honest one never does; and what it could try with all rights over its own link.</summary>
public sealed class NetworkAttackTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    /// <summary>Loose source routing by the world to the address of metadata, and a routing header by the host to the world.</summary>
    private const string Ways = """
        def by_way_of(family, options, host, port):
            def attempt():
                with socket.socket(family, socket.SOCK_DGRAM) as asker:
                    asker.settimeout(2)
                    asker.setsockopt(*options)
                    asker.sendto(b"?", (host, port))
                    return asker.recv(100).decode()
            return told(attempt)
        loose = (socket.SOL_IP, 4, b"\x83\x07\x04" + socket.inet_aton("203.0.113.1") + b"\0")
        header = (socket.IPPROTO_IPV6, 57, bytes([0, 2, 2, 1, 0, 0, 0, 0]) + socket.inet_pton(socket.AF_INET6, "2001:db8::2"))

        """;

    [Theory]
    [InlineData("metadata by a name that leads there", "address('metadata.world.test'), stream('metadata.world.test', 80)", """[["169.254.169.254"], "ECONNREFUSED"]""")]
    [InlineData("IPv4 written as IPv6", "[stream('::ffff:' + host, port) for host, port in (('169.254.169.254', 80), ('203.0.113.2', 8080), ('203.0.113.1', 25))]", """["ECONNREFUSED", "ECONNREFUSED", "ECONNREFUSED"]""")]
    [InlineData("addresses of the host in every spelling", "[stream(host, 8080) for host in ('0xcb.0.113.2', '3405803778', '2001:db8:0:0:0:0:0:2')]", """["ECONNREFUSED", "ECONNREFUSED", "ECONNREFUSED"]""")]
    [InlineData("names of this machine", "[stream(host, 4566) for host in ('localhost', '0.0.0.0', '::1')]", """["ECONNREFUSED", "ECONNREFUSED", "ECONNREFUSED"]""")]
    [InlineData("packets in pieces", "[datagram(host, 5000, 5, size=4000) for host in ('203.0.113.1', '2001:db8::1', '203.0.113.2', '2001:db8::2')]", """["203.0.113.2", "2001:db8::2", "EHOSTUNREACH", "EACCES"]""")]
    [InlineData("frames of its own", "[told(lambda: socket.socket(*kind)) for kind in ((17, 3), (17, 2), (2, 3, 17), (10, 3, 58), (2, 2, 1), (10, 2, 58))]",
        """["EAFNOSUPPORT", "EAFNOSUPPORT", "EPERM", "EPERM", "EACCES", "EACCES"]""")]
    [InlineData("changes of its link, addresses, routes and neighbours", "[netlink(kind) for kind in (16, 17, 20, 21, 24, 25, 28, 29, 32)]",
        """["EPERM", "EPERM", "EPERM", "EPERM", "EPERM", "EPERM", "EPERM", "EPERM", "EPERM"]""")]
    [InlineData("other transports", "[told(lambda: socket.socket(*kind)) for kind in ((2, 1, 132), (2, 5, 132), (2, 6, 33), (10, 2, 136))]",
        """["EPROTONOSUPPORT", "EPROTONOSUPPORT", "EPROTONOSUPPORT", "EPROTONOSUPPORT"]""")]
    public async Task It_gets_no_further_by(string what, string expression, string expected)
    {
        _ = what;
        await using var voyager = await Voyager.CreateAsync(await shared.GetServerAsync());

        Assert.Equal(expected, await voyager.FindAsync(expression));
    }

    [Fact]
    public async Task Neither_end_of_the_link_to_the_host_answers()
    {
        var world = await shared.GetWorldAsync();
        await using var voyager = await Voyager.CreateAsync(await shared.GetServerAsync());
        var ends = (await world.Node.RunAsync("ip", "-oneline", "addr")).Split('\n').Where(line => line.Contains(" gc", StringComparison.Ordinal))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3].Split('/')[0]).Where(end => !end.StartsWith("fe80", StringComparison.Ordinal))
            .SelectMany(end => new[] { end, NetworkReachTests.Next(end) }).ToList();

        var found = await voyager.FindAsync($"[said for host in {JsonSerializer.Serialize(ends)} for port in (22, 53, 4566, 8080, 9001) for said in [[host, port, stream(host, port)]] if said[2] != 'ECONNREFUSED']");

        Assert.Equal(4, ends.Count);
        Assert.Equal("[]", found);
    }

    [Fact]
    public async Task The_Runtime_API_of_another_is_not_to_be_had()
    {
        var server = await shared.GetServerAsync();
        await using var voyager = await Voyager.CreateAsync(server);
        await using var other = await Voyager.CreateAsync(server);
        var own = await AddressesAsync(other);

        var found = await voyager.FindAsync($"[stream(host, port) for host in ('{own.Four}', '{own.Six}') for port in (9001, 53, 4566)]");

        Assert.Equal("""["ECONNREFUSED", "ECONNREFUSED", "ECONNREFUSED", "ECONNREFUSED", "ECONNREFUSED", "ECONNREFUSED"]""", found);
    }

    [Fact]
    public async Task A_way_that_the_packet_prescribes_is_not_taken()
    {
        var world = await shared.GetWorldAsync();
        await LetTheWorldRouteAsPacketsSayAsync(world);
        await using var voyager = await Voyager.CreateAsync(await shared.GetServerAsync());
        var before = world.Heard.Count;

        var found = await voyager.RunAsync($"{Ways}found = {{by_way_of(2, loose, '169.254.169.254', 5000), by_way_of(10, header, '2001:db8::1', 5000)}} - {{'EACCES', 'EINVAL', 'EPERM', 'silence'}} or 'refused'");

        Assert.Equal("\"refused\"", found);
        Assert.Equal(before, world.Heard.Count);
    }

    [Fact]
    public async Task Root_of_a_sandbox_s_own_network_forges_nothing_that_passes_and_harms_no_neighbour()
    {
        var world = await shared.GetWorldAsync();
        var server = await shared.GetServerAsync();
        await using var forger = await Voyager.CreateAsync(server);
        await using var neighbour = await Voyager.CreateAsync(server);
        var (own, other) = (await AddressesAsync(forger), await AddressesAsync(neighbour));
        await LetTheWorldRouteAsPacketsSayAsync(world);
        var before = world.Heard.Count;
        var inside = InsideProcesses.Find($"AWS_LAMBDA_FUNCTION_NAME={forger.Name}")[0];

        var run = await Serving.ProgramRun.RunAsync(
            "/usr/bin/nsenter",
            [$"--net=/proc/{inside}/ns/net", "/usr/bin/python3", SourceTree.PathOf("tests/fixtures/network/forger.py"), own.Four, other.Four, own.Six, other.Six, World.Host6],
            new Dictionary<string, string>());
        var reached = await neighbour.FindAsync("stream('203.0.113.1', 80), stream('2001:db8::1', 443), address('one.world.test')");
        await FunctionClient.UntilAsync(() => Task.FromResult(world.Heard.Skip(before).Count(said => said.StartsWith("udp 443", StringComparison.Ordinal)) == 6));

        Assert.Equal(("sent\n", ""), (run.Output, run.Errors));
        Assert.Equal("""["203.0.113.2", "2001:db8::2", ["203.0.113.1"]]""", reached);
        Assert.Equal(
            ["tcp 443 2001:db8::2", "tcp 80 203.0.113.2", "udp 443 2001:db8::2", "udp 443 203.0.113.2"],
            world.Heard.Skip(before).Where(said => !said.StartsWith("udp 53", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>As routers out there may.</summary>
    private static Task<string> LetTheWorldRouteAsPacketsSayAsync(World world) =>
        world.Outside.RunAsync("/bin/sh", "-c", "echo 1 | tee /proc/sys/net/ipv4/conf/all/accept_source_route /proc/sys/net/ipv4/conf/world/accept_source_route");

    private static async Task<(string Four, string Six)> AddressesAsync(Voyager voyager)
    {
        var found = JsonSerializer.Deserialize<string[]>(await voyager.RunAsync("""
            def own(family, host):
                with socket.socket(family, socket.SOCK_DGRAM) as asker:
                    asker.connect((host, 5000))
                    return asker.getsockname()[0]
            found = own(2, "203.0.113.1"), own(10, "2001:db8::1")
            """))!;
        return (found[0], found[1]);
    }
}
