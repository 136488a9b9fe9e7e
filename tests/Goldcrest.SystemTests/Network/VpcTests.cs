using System.Diagnostics;
using System.Text.Json.Nodes;
using Goldcrest.Cli;
using Goldcrest.SystemTests.Clients;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Network;

/// <summary>Functions in subnets, which are ranges of their own or bridges of the host, with security groups.</summary>
public sealed class VpcTests : IAsyncLifetime
{
    private const string Plan = """
        {
          "subnets": {
            "subnet-closed": { "range": "10.20.0.0/28" },
            "subnet-open": { "range": "10.30.0.0/24", "outbound": true },
            "subnet-lab": { "bridge": "br-lab", "address": "10.77.0.10/24", "address6": "fd77::10/64" },
            "subnet-gone": { "bridge": "br-gone", "address": "10.78.0.10/24" },
            "subnet-late": { "bridge": "br-late", "address": "10.79.0.10/24" }
          },
          "securityGroups": {
            "sg-all": [ { "protocol": "all" } ],
            "sg-web": [ { "protocol": "tcp", "ports": "443", "to": "203.0.113.0/24" }, { "protocol": "tcp", "ports": 443, "to": "10.77.0.0/24" } ],
            "sg-none": []
          }
        }
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private World? _world;
    private NetworkSpace? _machine;
    private GoldcrestServer? _server;

    public async ValueTask InitializeAsync()
    {
        _world = await World.MakeAsync();
        _machine = await _world.AddBridgeAsync("br-lab");
        _server = await _world.StartServerAsync(null, "--vpc", Plan);
    }

    public async ValueTask DisposeAsync()
    {
        await (_server?.DisposeAsync() ?? default);
        await (_machine?.DisposeAsync() ?? default);
        await (_world?.DisposeAsync() ?? default);
    }

    [Fact]
    public async Task Each_subnet_leads_where_it_is_meant_to_and_nowhere_else()
    {
        const string tries = "[stream('203.0.113.1', 80, 5), stream('203.0.113.1', 443, 5), stream('10.77.0.2', 80, 5), stream('10.77.0.1', 8080, 5), stream('169.254.169.254', 80, 5), address('one.world.test'), address('goldcrest.internal'), stream('fd77::2', 80, 5)]";
        var expected = new Dictionary<(string Subnet, string Group), string>
        {
            [("subnet-closed", "sg-all")] = """["ECONNREFUSED", "ECONNREFUSED", "ECONNREFUSED", "ECONNREFUSED", "ECONNREFUSED", ["203.0.113.1"], ["169.254.0.1"], "ENETUNREACH"]""",
            [("subnet-open", "sg-all")] = """["203.0.113.2", "203.0.113.2", "10.77.0.1", "ECONNREFUSED", "ECONNREFUSED", ["203.0.113.1"], ["169.254.0.1"], "ENETUNREACH"]""",
            [("subnet-open", "sg-web")] = """["ECONNREFUSED", "203.0.113.2", "ECONNREFUSED", "ECONNREFUSED", "ECONNREFUSED", ["203.0.113.1"], ["169.254.0.1"], "ENETUNREACH"]""",
            [("subnet-open", "sg-none")] = """["ECONNREFUSED", "ECONNREFUSED", "ECONNREFUSED", "ECONNREFUSED", "ECONNREFUSED", ["203.0.113.1"], ["169.254.0.1"], "ENETUNREACH"]""",
            [("subnet-lab", "sg-all")] = """["EHOSTUNREACH", "EHOSTUNREACH", "10.77.0.10", "ECONNREFUSED", "EHOSTUNREACH", ["203.0.113.1"], ["169.254.0.1"], "ENETUNREACH"]""",
        };
        foreach (var ((subnet, group), _) in expected)
        {
            await using var voyager = await Voyager.CreateAsync(_server!, In(subnet, group));

            expected[(subnet, group)] = $"{await voyager.FindAsync(tries)} for {expected[(subnet, group)]}";
        }

        Assert.All(expected, pair => Assert.Equal(pair.Value.Split(" for ")[1], pair.Value.Split(" for ")[0]));
    }

    [Fact]
    public async Task A_bridge_is_reached_by_both_families_and_nobody_on_it_reaches_a_function()
    {
        await using var voyager = await Voyager.CreateAsync(_server!, In("subnet-lab", "sg-all", isDual: true));
        await using var web = await Voyager.CreateAsync(_server!, In("subnet-lab", "sg-web"));
        await voyager.RunAsync("state['listener'] = socket.create_server(('', 7000)); found = 1");
        const string ask = "import socket; s = socket.socket(); s.settimeout(3); print([(s.connect_ex(('10.77.0.10', port)) == 0) for port in (7000, 9001, 53, 4566)])";

        var found = await voyager.FindAsync("stream('10.77.0.2', 80), stream('fd77::2', 80)");
        var refused = await web.FindAsync("stream('10.77.0.2', 80), stream('10.77.0.2', 443)");
        var inbound = await _machine!.RunAsync("python3", "-c", ask);

        Assert.Equal("""["10.77.0.10", "fd77::10"]""", found);
        Assert.Equal("""["ECONNREFUSED", "10.77.0.10"]""", refused);
        Assert.Equal("[False, False, False, False]\n", inbound);
    }

    [Fact]
    public async Task Functions_of_one_subnet_or_of_two_do_not_reach_each_other()
    {
        await using var listener = await Voyager.CreateAsync(_server!, In("subnet-open", "sg-all"));
        await using var neighbour = await Voyager.CreateAsync(_server!, In("subnet-open", "sg-all"));
        await using var stranger = await Voyager.CreateAsync(_server!, In("subnet-closed", "sg-all"));
        await using var usual = await Voyager.CreateAsync(_server!);
        var address = (await listener.RunAsync("""
            state["listener"] = socket.create_server(("", 7000))
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
                asker.connect(("203.0.113.1", 5000))
                found = asker.getsockname()[0]
            """)).Trim('"');

        string[] found =
        [
            await neighbour.FindAsync($"stream('{address}', 7000, 5)"), await stranger.FindAsync($"stream('{address}', 7000, 5)"), await usual.FindAsync($"stream('{address}', 7000, 5)"),
        ];

        Assert.StartsWith("10.30.0.", address, StringComparison.Ordinal);
        Assert.All(found, outcome => Assert.Equal("\"ECONNREFUSED\"", outcome));
    }

    [Fact]
    public async Task A_bridge_that_is_not_there_is_told_at_the_start_and_at_each_invocation_and_works_once_it_is()
    {
        await using var voyager = await Voyager.CreateAsync(_server!, In("subnet-gone", "sg-all"));

        var failed = await Assert.ThrowsAnyAsync<Exception>(() => voyager.FindAsync("stream('10.78.0.1', 80, 3)"));
        await _world!.Node.ConfigureAsync("link add br-gone type bridge", "link set br-gone up");
        var found = await voyager.FindAsync("stream('203.0.113.1', 80, 3)");

        Assert.Contains("Goldcrest failed", failed.Message, StringComparison.Ordinal);
        Assert.Contains(await voyager.ReadLogAsync(), line => line.Contains("the host has no bridge br-gone, which subnet subnet-gone stands for", StringComparison.Ordinal));
        Assert.Contains("the host has no bridge br-gone, which subnet subnet-gone stands for; until it has, functions of that subnet fail", _server!.Output, StringComparison.Ordinal);
        Assert.Equal("\"EHOSTUNREACH\"", found);
    }

    [Fact]
    public async Task A_subnet_that_cannot_be_opened_leaves_nothing_and_is_when_it_can()
    {
        await using var voyager = await Voyager.CreateAsync(_server!, In("subnet-late", "sg-all"));

        // It has the name of the bridge, but is none.
        await _world!.Node.ConfigureAsync("link add br-late type veth peer name br-odd");
        await Assert.ThrowsAnyAsync<Exception>(() => voyager.FindAsync("1"));
        await Assert.ThrowsAnyAsync<Exception>(() => voyager.FindAsync("1"));
        var left = await PortsAsync();
        await _world.Node.ConfigureAsync("link del br-late", "link add br-late type bridge", "link set br-late up");
        var found = await voyager.FindAsync("stream('203.0.113.1', 80, 3)");

        Assert.Empty(left);
        Assert.Equal("\"EHOSTUNREACH\"", found);
        Assert.EndsWith("1", Assert.Single(await PortsAsync()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-6 addr add fd77::1/64 dev br-lab nodad", "stream('fd77::1', 8080, 3), stream('fd77::', 8080, 3)", """["ECONNREFUSED", "ECONNREFUSED"]""")]
    [InlineData("addr add 10.77.0.7/24 dev br-lab", "stream('10.77.0.7', 8080, 3)", "\"ECONNREFUSED\"")]
    public async Task An_address_that_the_host_gets_on_a_bridge_later_is_refused_as_well(string command, string tries, string refused)
    {
        await using var voyager = await Voyager.CreateAsync(_server!, In("subnet-lab", "sg-all", isDual: true));
        Assert.Equal("\"fd77::10\"", await voyager.FindAsync("stream('fd77::2', 80)"));

        await _world!.Node.ConfigureAsync(command);

        // The host is not asked before the rules are changed: whoever is quicker than that still reaches it.
        var found = "";
        for (var since = Stopwatch.StartNew(); found != refused && since.Elapsed < Patience;)
        {
            found = await voyager.FindAsync(tries);
        }

        Assert.Equal(refused, found);
    }

    [Theory]
    [InlineData("subnet-none", "sg-all", "Error occurred while DescribeSubnets. EC2 Error Code: InvalidSubnetID.NotFound. EC2 Error Message: The subnet ID 'subnet-none' does not exist")]
    [InlineData("subnet-open", "sg-nobody", "Error occurred while DescribeSecurityGroups. EC2 Error Code: InvalidGroup.NotFound. EC2 Error Message: The security group 'sg-nobody' does not exist")]
    public async Task What_is_not_there_is_refused(string subnet, string group, string expected)
    {
        await using var function = await TestFunction.CreateAsync(_server!, CodeZip.Of("app.py", "handler = print"u8.ToArray()));

        var creating = await Assert.ThrowsAsync<CommandFailure>(() => Voyager.CreateAsync(_server!, In(subnet, group)));
        var changing = await Assert.ThrowsAsync<CommandFailure>(() => function.ChangeAsync(In(subnet, group)));

        Assert.Contains(expected, creating.Message, StringComparison.Ordinal);
        Assert.Contains(expected, changing.Message, StringComparison.Ordinal);
    }

    /// <summary>Of bridges of the host, that servers have made.</summary>
    private async Task<IEnumerable<string>> PortsAsync() => (await _world!.Node.RunAsync("ip", "-brief", "link")).Split('\n')
        .Where(line => line.StartsWith("gb", StringComparison.Ordinal)).Select(line => line.Split('@', ' ')[0]);

    private static JsonObject In(string subnet, string group, bool isDual = false) => new()
    {
        ["VpcConfig"] = new JsonObject
        {
            ["SubnetIds"] = new JsonArray(subnet),
            ["SecurityGroupIds"] = new JsonArray(group),
            ["Ipv6AllowedForDualStack"] = isDual,
        },
    };
}
