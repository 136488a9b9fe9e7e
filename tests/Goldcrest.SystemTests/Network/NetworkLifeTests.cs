using System.Diagnostics;
using System.Text.RegularExpressions;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Network;

/// <summary>What servers put up on their host for sandboxes' networks, and that it goes again.</summary>
public sealed class NetworkLifeTests
{
    private static readonly (string, string, string) Nothing = ("", "", "0 0");

    [Fact]
    public async Task A_server_that_stops_leaves_its_host_as_it_was()
    {
        await using var world = await World.MakeAsync();
        await using var server = await world.StartServerAsync();
        var (links, tables, forwarding) = await world.Node.LookAsync();

        await server.StopAsync();

        Assert.NotEmpty(links);
        Assert.StartsWith("table inet goldcrest_", tables, StringComparison.Ordinal);
        Assert.Equal("1 1", forwarding);
        Assert.Equal(Nothing, await world.Node.LookAsync());
    }

    [Fact]
    public async Task What_stands_on_the_host_is_what_the_contract_says()
    {
        await using var world = await World.MakeAsync();
        await using var server = await world.StartServerAsync();

        var rules = await world.Node.RunAsync("nft", "list", "ruleset");

        var link = Regex.Match(rules, "\"(gc[0-9a-f]{12})\"").Groups[1].Value;
        var near = Regex.Match(rules, "ip saddr (198\\.18\\.[0-9.]+)").Groups[1].Value;
        var near6 = Regex.Match(rules, "ip6 saddr (fd[0-9a-f:]+)").Groups[1].Value;
        string[] expected =
        [
            $"table inet goldcrest_{link[2..]} {{", "flags owner",
            "chain input {", "type filter hook input priority filter - 10; policy accept;", $"iifname \"{link}\" reject with icmpx admin-prohibited", "}",
            "chain forward {", "type filter hook forward priority filter - 10; policy accept;", $"oifname \"{link}\" ct state invalid,new drop", "}",
            "chain postrouting {", "type nat hook postrouting priority srcnat; policy accept;", $"ip saddr {near} masquerade", $"ip6 saddr {near6} masquerade", "}",
            "}",
        ];
        Assert.Equal(expected, rules.Split('\n').Select(line => line.Split(" # ")[0].Trim()).Where(line => line.Length > 0));
    }

    [Fact]
    public async Task Two_servers_stand_side_by_side_and_one_goes_without_the_other()
    {
        await using var world = await World.MakeAsync();
        await using var first = await world.StartServerAsync();
        await using var second = await world.StartServerAsync();
        await using var voyager = await Voyager.CreateAsync(second);
        await using (var other = await Voyager.CreateAsync(first))
        {
            Assert.Equal("\"203.0.113.2\"", await other.FindAsync("stream('203.0.113.1', 80)"));
        }

        await first.StopAsync();
        var found = await voyager.FindAsync("stream('203.0.113.1', 80)");
        var (_, _, forwarding) = await world.Node.LookAsync();

        Assert.Equal("\"203.0.113.2\"", found);
        Assert.Equal("1 1", forwarding);
    }

    [Fact]
    public async Task A_killed_server_leaves_no_link_and_no_rule_and_the_next_puts_forwarding_back()
    {
        await using var world = await World.MakeAsync();
        var directory = Directory.CreateTempSubdirectory("goldcrest-network-").FullName;
        await using (var killed = await world.StartServerAsync(directory))
        {
            // Its function stays in the data directory, whoever made it.
            await (await Voyager.CreateAsync(killed)).FindAsync("1");
            await killed.KillAsync();
        }

        await using (var next = await world.StartServerAsync(directory))
        {
            await using var voyager = await Voyager.CreateAsync(next);
            Assert.Equal("\"203.0.113.2\"", await voyager.FindAsync("stream('203.0.113.1', 80)"));
            Assert.Single((await world.Node.LookAsync()).Tables.Split('\n'));
        }

        Assert.Equal(Nothing, await world.Node.LookAsync());
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task Rules_of_the_host_that_are_flushed_by_others_leave_ours_in_force()
    {
        await using var world = await World.MakeAsync();
        await using var server = await world.StartServerAsync();
        await using var voyager = await Voyager.CreateAsync(server);

        await world.Node.RunAsync("nft", "flush", "ruleset");

        Assert.Equal("""["203.0.113.2", "ECONNREFUSED"]""", await voyager.FindAsync("stream('203.0.113.1', 80), stream('203.0.113.2', 8080)"));
    }

    [Fact]
    public async Task An_address_that_the_host_gets_later_is_refused_as_well()
    {
        await using var world = await World.MakeAsync();
        await using var server = await world.StartServerAsync();
        await using var voyager = await Voyager.CreateAsync(server);

        await world.Node.ConfigureAsync("addr add 192.0.2.99/32 dev lo");

        Assert.Equal("\"ECONNREFUSED\"", await voyager.FindAsync("stream('192.0.2.99', 8080).replace('EHOSTUNREACH', 'ECONNREFUSED')"));
    }

    [Fact]
    public async Task On_a_host_without_IPv6_it_fails_at_once()
    {
        await using var world = await World.MakeAsync(withIpv6: false);
        await using var server = await world.StartServerAsync();
        await using var voyager = await Voyager.CreateAsync(server);

        Assert.Equal("""["203.0.113.2", "ENETUNREACH"]""", await voyager.FindAsync("stream('203.0.113.1', 80), stream('2001:db8::1', 80)"));
    }

    [Fact]
    public async Task Nobody_to_ask_for_names_is_told_at_once()
    {
        await using var world = await World.MakeAsync();
        await using var server = await GoldcrestServer.StartInAsync(world.Node, null, "--sandbox-resolvers", "127.0.0.1:9");
        await using var voyager = await Voyager.CreateAsync(server);
        var watch = Stopwatch.StartNew();

        var found = await voyager.FindAsync("address('one.world.test'), address('goldcrest.internal')");

        Assert.Equal("""["nobody answers", ["169.254.0.1"]]""", found);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(50));
    }

    [Fact]
    public async Task Without_nftables_functions_run_without_a_network_and_the_log_says_why()
    {
        await using var world = await World.MakeAsync();
        await using var server = await GoldcrestServer.StartInAsync(
            world.Node, null, ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", "mount --bind /dev/null /usr/sbin/nft && exec \"$@\"", "sh"], []);
        await using var voyager = await Voyager.CreateAsync(server);

        var found = await voyager.FindAsync("[name for _, name in socket.if_nameindex()], stream('203.0.113.1', 80), address('one.world.test')");

        Assert.Equal("""[["lo"], "ENETUNREACH", "nobody answers"]""", found);
        Assert.Contains("Sandboxes have no network: could not start /usr/sbin/nft: Permission denied (errno 13); apt-get install nftables brings it", server.Output, StringComparison.Ordinal);
        Assert.Equal(Nothing, await world.Node.LookAsync());
    }

    [Fact]
    public async Task A_network_that_is_switched_off_is_not_there()
    {
        await using var world = await World.MakeAsync();
        await using var server = await world.StartServerAsync(null, "--sandbox-network", "false");
        await using var voyager = await Voyager.CreateAsync(server);

        Assert.Equal("""[["lo"], null]""", await voyager.FindAsync("[name for _, name in socket.if_nameindex()], os.environ.get('AWS_ENDPOINT_URL')"));
        Assert.Equal(Nothing, await world.Node.LookAsync());
    }
}
