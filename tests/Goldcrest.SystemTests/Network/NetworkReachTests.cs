using System.Text.Json.Nodes;
using Xunit;

namespace Goldcrest.SystemTests.Network;

/// <summary>What a function reaches of the world, of its host and of others.</summary>
public sealed class NetworkReachTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    [Theory]
    [InlineData("the world by TCP", "stream('203.0.113.1', 80)", "\"203.0.113.2\"")]
    [InlineData("the world by UDP", "datagram('203.0.113.1', 5000)", "\"203.0.113.2\"")]
    [InlineData("the world by IPv6", "stream('2001:db8::1', 443), datagram('2001:db8::1', 5000)", """["2001:db8::2", "2001:db8::2"]""")]
    [InlineData("names", "address('one.world.test'), stream('one.world.test', 80)", """[["203.0.113.1"], "203.0.113.2"]""")]
    [InlineData("names with answers longer than a datagram", "len(address('long.world.test'))", "60")]
    [InlineData("that a name is nobody's", "address('none.test')", "\"no such name\"")]
    [InlineData("that a name has no IPv6 address", "address('one.world.test', socket.AF_INET6)", "\"no such name\"")]
    [InlineData("the endpoint's name", "address('goldcrest.internal'), address('Goldcrest.INTERNAL'), address('other.goldcrest.internal')", """[["169.254.0.1"], ["169.254.0.1"], "no such name"]""")]
    [InlineData("nobody at port 25", "stream('203.0.113.1', 25), stream('2001:db8::1', 25)", """["ECONNREFUSED", "ECONNREFUSED"]""")]
    [InlineData("no metadata of clouds", "[stream(host, 80) for host in ('169.254.169.254', '169.254.170.2', '100.100.100.200', 'fd00:ec2::254')]",
        """["ECONNREFUSED", "ECONNREFUSED", "ECONNREFUSED", "ECONNREFUSED"]""")]
    [InlineData("no metadata by UDP", "datagram('169.254.169.254', 5000), datagram('fd00:ec2::254', 5000)", """["EHOSTUNREACH", "EACCES"]""")]
    [InlineData("no link-local neighbour", "stream('fe80::267:63ff:fe00:2%eth0', 8080, 3)", "\"ENETUNREACH\"")]
    [InlineData("nothing of its host", "[stream(host, port) for host in ('203.0.113.2', '2001:db8::2') for port in (8080, 22, 4566)]",
        """["ECONNREFUSED", "ECONNREFUSED", "ECONNREFUSED", "ECONNREFUSED", "ECONNREFUSED", "ECONNREFUSED"]""")]
    [InlineData("nothing of its host by UDP", "datagram('203.0.113.2', 8080)", "\"EHOSTUNREACH\"")]
    [InlineData("nothing but names and the endpoint at its router", "[port for port in [*range(1, 1024), 4565, 4567, 8080, 9001] if stream('169.254.0.1', port, 5) != 'ECONNREFUSED' and port != 53]", "[]")]
    [InlineData("no translators and tunnels", "stream('64:ff9b::a9fe:a9fe', 80), stream('2002:a9fe:a9fe::1', 80)", """["ECONNREFUSED", "ECONNREFUSED"]""")]
    [InlineData("no answer to an address that is not its own", "[told in ('EINVAL', 'ENETUNREACH', 'silence') for told in (datagram('203.0.113.1', 5000, 2, '127.0.0.1'), datagram('203.0.113.1', 5000, 2, '203.0.113.77'))]", "[true, true]")]
    [InlineData("one link beside its loopback", "[name for _, name in socket.if_nameindex()]", """["lo", "eth0"]""")]
    [InlineData("where names are asked for", "open('/etc/resolv.conf').read()", "\"nameserver 169.254.0.1\\noptions timeout:4 attempts:2\\n\"")]
    [InlineData("nothing to change about its links", "told(lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)), writes('/proc/sys/net/ipv4/ip_forward')", """["EPERM", "EROFS"]""")]
    public async Task A_function_finds(string what, string expression, string expected)
    {
        _ = what;
        await using var voyager = await Voyager.CreateAsync(await shared.GetServerAsync());

        Assert.Equal(expected, await voyager.FindAsync(expression));
    }

    [Fact]
    public async Task A_function_in_gVisor_finds_the_same()
    {
        var settings = new JsonObject { ["Tags"] = new JsonObject { ["goldcrest:isolation"] = "runsc" } };
        await using var voyager = await Voyager.CreateAsync(await shared.GetServerAsync(), settings);

        var found = await voyager.FindAsync("stream('one.world.test', 80), stream('203.0.113.1', 25), stream('169.254.169.254', 80), stream('203.0.113.2', 8080)");

        Assert.Equal("""["203.0.113.2", "ECONNREFUSED", "ECONNREFUSED", "ECONNREFUSED"]""", found);
    }

    [Fact]
    public async Task What_is_refused_would_be_there()
    {
        var world = await shared.GetWorldAsync();
        const string ask = "import socket, sys; print(socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=30).recv(100).decode().strip())";

        Assert.Equal(World.Host, (await world.Node.RunAsync("python3", "-c", ask, "203.0.113.1", "25")).Trim());
        Assert.Equal("203.0.113.1", (await world.Outside.RunAsync("python3", "-c", ask, World.Host, $"{World.HostPort}")).Trim());
        Assert.NotEmpty(await world.Node.RunAsync("ip", "route", "get", "169.254.169.254"));
    }

    [Theory]
    [InlineData(2, "0.0.0.0")]
    [InlineData(10, "::")]
    public async Task Nobody_reaches_a_function_neither_another_nor_the_host_nor_the_world(int family, string any)
    {
        var world = await shared.GetWorldAsync();
        var server = await shared.GetServerAsync();
        await using var listener = await Voyager.CreateAsync(server);
        await using var other = await Voyager.CreateAsync(server);
        var own = (await listener.RunAsync($"""
            state["listener"] = socket.socket({family}); state["listener"].bind(("{any}", 7000)); state["listener"].listen()
            with socket.socket({family}, socket.SOCK_DGRAM) as asker:
                asker.connect(({(family == 2 ? "'203.0.113.1'" : "'2001:db8::1'")}, 5000))
                found = asker.getsockname()[0]
            """)).Trim('"');
        var router = (await world.Node.RunAsync("ip", family == 2 ? "-4" : "-6", "-oneline", "addr"))
            .Split('\n').Single(line => line.Contains(" gc", StringComparison.Ordinal) && !line.Contains("fe80", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[3].Split('/')[0];
        await world.Node.RunAsync("ip", "route", "replace", own, "via", Next(router));
        await world.Outside.RunAsync("ip", "route", "replace", own, "via", family == 2 ? World.Host : World.Host6);
        var ask = $"import socket; s = socket.socket({family}); s.settimeout(3); print(s.connect_ex(('{own}', 7000)) == 0)";

        var fromItself = await listener.FindAsync($"told(lambda: socket.create_connection(('{own}', 7000), 20).close())");
        var fromOther = await other.FindAsync($"stream('{own}', 7000)");
        var fromHost = await world.Node.RunAsync("python3", "-c", ask);
        var fromWorld = await world.Outside.RunAsync("python3", "-c", ask);

        Assert.Equal("null", fromItself);
        Assert.Equal("\"ECONNREFUSED\"", fromOther);
        Assert.Equal(("False\n", "False\n"), (fromHost, fromWorld));
    }

    [Fact]
    public async Task Hostile_questions_about_names_harm_nobody()
    {
        var server = await shared.GetServerAsync();
        await using var hostile = await Voyager.CreateAsync(server);
        await using var other = await Voyager.CreateAsync(server);
        const string attack = """
            import random
            asker = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            question = b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x04mute\x05world\x04test\x00\x00\x01\x00\x01"
            dice = random.Random(1)
            for n in range(3000):
                spoilt = bytearray(question)
                for _ in range(dice.randrange(4)):
                    spoilt[dice.randrange(len(spoilt))] = dice.randrange(256)
                told(lambda: asker.sendto(spoilt[:dice.randrange(len(spoilt) + 1)] + bytes(dice.choice([0, 0, 1, 5000])), ("169.254.0.1", 53)))
            for n in range(300):
                told(lambda: asker.sendto(struct.pack(">H", n) + question[2:], ("169.254.0.1", 53)))
            state["open"] = [told(lambda: socket.create_connection(("169.254.0.1", 53), 5)) for n in range(50)]
            for connection in state["open"]:
                told(lambda: connection.send(b"\xff\xff" + question))
            found = "sent"
            """;

        var sent = await hostile.RunAsync(attack);
        var found = await other.FindAsync("address('one.world.test')");

        Assert.Equal("\"sent\"", sent);
        Assert.Equal("""["203.0.113.1"]""", found);
    }

    [Fact]
    public async Task Who_opens_too_many_connections_is_refused_more_and_others_are_not()
    {
        var server = await shared.GetServerAsync();
        await using var greedy = await Voyager.CreateAsync(server);
        await using var other = await Voyager.CreateAsync(server);
        const string flood = """
            asker = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            outcomes = {told(lambda: asker.sendto(b"?", ("203.0.113.1", 6000 + n))) for n in range(4000)}
            found = stream("203.0.113.1", 80, 3)
            """;

        var refused = await greedy.RunAsync(flood);
        var found = await other.FindAsync("stream('203.0.113.1', 80)");

        Assert.Equal("\"ECONNREFUSED\"", refused);
        Assert.Equal("\"203.0.113.2\"", found);
    }

    internal static string Next(string address) => Goldcrest.Server.Sandboxes.Network.RouterAddresses.Plus(System.Net.IPAddress.Parse(address), 1).ToString();
}
