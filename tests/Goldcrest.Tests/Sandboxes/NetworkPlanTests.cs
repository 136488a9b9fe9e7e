using System.Net;
using Goldcrest.Core.Sandboxes;
using Goldcrest.Server.Sandboxes;
using Goldcrest.Server.Sandboxes.Network;
using Goldcrest.Server.Sandboxes.Network.Dns;

namespace Goldcrest.Tests.Sandboxes;

public sealed class NetworkPlanTests
{
    private static readonly IPNetwork Usual = IPNetwork.Parse("198.18.0.0/15");

    private static readonly string[] Routes =
    [
        "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0",
        "eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0",
        "vpn\t000012C6\t00000000\t0001\t0\t0\t0\t80FFFFFF\t0\t0\t0",
        "gc0123456789ab\t800012C6\t00000000\t0001\t0\t0\t0\tFEFFFFFF\t0\t0\t0",
    ];

    [Fact]
    public void The_link_takes_a_range_that_the_host_routes_nowhere_and_that_our_servers_share()
    {
        var routes = HostRoutes.Parse(Routes, []);

        Assert.Equal("eth0", routes.DefaultInterface);
        Assert.Equal("198.18.0.128/25", routes.FindFree(Usual, "gc").ToString());
        Assert.Null(routes.FindFree(IPNetwork.Parse("192.0.2.128/25"), "gc"));
    }

    [Theory]
    [InlineData("""{"subnet-a":{"range":"192.0.2.64/26"}}""", "the range 192.0.2.64/26 of subnet subnet-a overlaps with what the host reaches by eth0; an address there that a sandbox has is reached by no function")]
    [InlineData("""{"subnet-a":{"range":"192.0.0.0/16"}}""", "the range 192.0.0.0/16 of subnet subnet-a overlaps with what the host reaches by eth0; an address there that a sandbox has is reached by no function")]
    [InlineData("""{"subnet-a":{"range":"10.20.0.0/24"}}""", null)]
    [InlineData("""{"subnet-a":{"bridge":"br-gone","address":"10.0.0.1/24"}}""", "the host has no bridge br-gone, which subnet subnet-a stands for; until it has, functions of that subnet fail")]
    [InlineData("""{"subnet-a":{"bridge":"br-there","address":"10.0.0.1/24"}}""", null)]
    public void What_subnets_take_for_granted_of_the_host_is_told(string subnets, string? expected)
    {
        var plan = VpcPlanReading.Read($$"""{"subnets":{{subnets}}}""").Plan!;

        var found = SubnetCheck.Judge(plan.Subnets.Values, HostRoutes.Parse(Routes, []), link => link == "br-there");

        Assert.Equal(expected, found.SingleOrDefault());
    }

    [Theory]
    [InlineData("00000000000000000000000000000000 00 00000000000000000000000000000000 00 fd000000000000000000000000000001 00000400 00000001 00000000 00000003     eth0", "eth0", false)]
    [InlineData("00000000000000000000000000000000 00 00000000000000000000000000000000 00 fe800000000000000000000000000001 00000400 00000001 00000000 00450003     eth0", "eth0", true)]
    [InlineData("00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200       lo", null, false)]
    [InlineData("fd000000000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0", null, false)]
    public void The_way_out_by_IPv6_is_seen_and_whether_it_was_advertised(string line, string? link, bool isAdvertised)
    {
        var found = HostRoutes.Parse([], [line]).Default6;

        Assert.Equal((link, isAdvertised), (found?.Interface, found?.IsAdvertised ?? false));
    }

    [Fact]
    public void Servers_of_one_host_have_addresses_of_their_own()
    {
        var range = IPNetwork.Parse("198.18.0.128/25");
        var all = Enumerable.Range(0, UserIdSlots.Regions).Select(region => new RouterAddresses($"{region}", range, region)).ToList();

        Assert.Equal(2 * UserIdSlots.Regions, all.SelectMany(one => new[] { one.HostEnd, one.RouterEnd }).Distinct().Count());
        Assert.All(all, one => Assert.True(range.Contains(one.HostEnd) && range.Contains(one.RouterEnd)));
        Assert.Equal(UserIdSlots.Regions, all.Select(one => one.RouterEnd6).Distinct().Count());
        Assert.All(all, one => Assert.Equal(0xfd, one.RouterEnd6.GetAddressBytes()[0]));
    }

    [Theory]
    [InlineData("169.254.64.0", 0, "169.254.64.0")]
    [InlineData("169.254.64.255", 1, "169.254.65.0")]
    [InlineData("10.0.0.0", 65_536, "10.1.0.0")]
    public void Addresses_are_counted(string from, long offset, string expected) =>
        Assert.Equal(expected, RouterAddresses.Plus(IPAddress.Parse(from), offset).ToString());

    [Fact]
    public void A_number_comes_back_as_late_as_can_be()
    {
        var numbers = new SandboxNumbers(3);
        var first = numbers.Take();
        numbers.Return(first);
        int[] next = [numbers.Take(), numbers.Take(), numbers.Take()];

        Assert.Equal([1, 2, 0], next);
        Assert.Throws<SandboxLaunchException>(() => numbers.Take());
    }

    [Fact]
    public void The_host_s_resolvers_are_its_first_three()
    {
        var found = Resolvers.Parse(["# comment", "search test", "nameserver 127.0.0.53", "nameserver\t2001:db8::53", "nameserver rubbish", "nameserver 192.0.2.1", "nameserver 192.0.2.2"]);

        Assert.Equal(["127.0.0.53:53", "[2001:db8::53]:53", "192.0.2.1:53"], found.Select(end => end.ToString()));
    }

    [Theory]
    [InlineData("192.0.2.53", "192.0.2.53:53")]
    [InlineData(" 192.0.2.53:5353 , 2001:db8::53", "192.0.2.53:5353 [2001:db8::53]:53")]
    [InlineData("[2001:db8::53]:54", "[2001:db8::53]:54")]
    [InlineData("", "")]
    [InlineData("resolver.test", null)]
    public void Configured_resolvers_are_addresses_with_or_without_ports(string text, string? expected) =>
        Assert.Equal(expected, Resolvers.TryParse(text) is { } found ? string.Join(' ', found) : null);

    [Fact]
    public void The_host_s_addresses_become_rules_without_zones_or_duplicates()
    {
        IPAddress[] addresses = [IPAddress.Parse("192.0.2.2"), IPAddress.Parse("192.0.2.2"), IPAddress.Parse("fe80::1%2")];

        var rules = RouterRules.HostAddresses(addresses);

        Assert.Contains("add element inet router host4 { 192.0.2.2 }", rules, StringComparison.Ordinal);
        Assert.Contains("add element inet router host6 { fe80::1 }", rules, StringComparison.Ordinal);
        Assert.DoesNotContain("add element", RouterRules.HostAddresses([]), StringComparison.Ordinal);
    }
}
