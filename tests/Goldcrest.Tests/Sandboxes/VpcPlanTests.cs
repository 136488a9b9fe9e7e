using Goldcrest.Core.Functions;
using Goldcrest.Core.Sandboxes;
using Goldcrest.Server.Sandboxes.Network;

namespace Goldcrest.Tests.Sandboxes;

public sealed class VpcPlanTests
{
    private const string Plan = """
        {
          "subnets": {
            "subnet-a": { "range": "10.20.0.0/24", "outbound": true },
            "subnet-b": { "bridge": "br0", "address": "10.0.3.10/24", "gateway": "10.0.3.1", "address6": "fd00::a/64", "gateway6": "fd00::1" }
          },
          "securityGroups": {
            "sg-1": [ { "protocol": "tcp", "ports": "443", "to": "10.0.0.0/8" }, { "protocol": "udp", "ports": "1000-2000" } ],
            "sg-2": [ { "protocol": "all", "to": "fd00::/8" }, { "protocol": "icmp" }, {} ]
          }
        }
        """;

    private static readonly VpcPlan Known = VpcPlanReading.Read(Plan).Plan!;

    [Fact]
    public void Subnets_are_ranges_or_bridges()
    {
        var named = Assert.IsType<VpcSubnet.Named>(Known.Subnets["subnet-a"]);
        var bridged = Assert.IsType<VpcSubnet.Bridged>(Known.Subnets["subnet-b"]);

        Assert.Equal(("10.20.0.0/24", true), (named.Range.ToString(), named.HasOutbound));
        Assert.Equal(("br0", "10.0.3.0/24", "10.0.3.1"), (bridged.Bridge, bridged.Address.Network.ToString(), bridged.Gateway!.ToString()));
        Assert.Equal(("fd00::/64", "fd00::1"), (bridged.Address6!.Network.ToString(), bridged.Gateway6!.ToString()));
    }

    [Fact]
    public void Rules_of_all_groups_go_together()
    {
        var lane = Known.FindLane(new VpcSettings(["subnet-a"], ["sg-2", "sg-1", "sg-2"], AllowsIpv6: false))!;

        var rules = LaneRules.Open(3, 7, "up", lane.Rules).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("subnet-a sg-1 sg-2", lane.Name);
        Assert.Equal(
            [
                "add chain inet router lane3",
                "add rule inet router lane3 ip daddr 10.0.0.0/8 tcp dport 443-443 accept",
                "add rule inet router lane3 udp dport 1000-2000 accept",
                "add rule inet router lane3 ip6 daddr fd00::/8 accept",
                "add rule inet router lane3 meta l4proto { icmp, ipv6-icmp } accept",
                "add rule inet router lane3 accept",
                "add rule inet router marks iifname \"n3-*\" meta mark set 7",
                "add rule inet router lanes iifname \"n3-*\" oifname \"up\" jump lane3",
            ],
            rules);
    }

    [Fact]
    public void Without_a_plan_nothing_is_missing_and_the_usual_way_is_taken()
    {
        var vpc = new VpcSettings(["subnet-x"], ["sg-x"], AllowsIpv6: false);

        Assert.Null(VpcPlan.None.FindMissing(vpc));
        Assert.Null(VpcPlan.None.FindLane(vpc));
        Assert.Null(Known.FindLane(null));
        Assert.Null(Known.FindLane(VpcSettings.Detached));
    }

    [Fact]
    public void With_a_plan_what_it_does_not_name_is_missing()
    {
        Assert.Equal(new SettingsFlaw.NoSuchSubnet("subnet-x"), Known.FindMissing(new VpcSettings(["subnet-a", "subnet-x"], ["sg-x"], AllowsIpv6: false)));
        Assert.Equal(new SettingsFlaw.NoSuchSecurityGroup("sg-x"), Known.FindMissing(new VpcSettings(["subnet-a"], ["sg-1", "sg-x"], AllowsIpv6: false)));
        Assert.Null(Known.FindMissing(new VpcSettings(["subnet-b"], ["sg-2"], AllowsIpv6: false)));
    }

    [Theory]
    [InlineData("nonsense", "must be a JSON object")]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("""{"subnet":{}}""", "a member 'subnet' that is none of subnets, securityGroups")]
    [InlineData("""{"subnets":{"subnet-a":{}}}""", "a subnet subnet-a with neither a bridge nor a range")]
    [InlineData("""{"subnets":{"subnet-a":{"range":"10.0.0.0/30"}}}""", "a subnet subnet-a with neither")]
    [InlineData("""{"subnets":{"subnet-a":{"range":"fd00::/16"}}}""", "a subnet subnet-a with neither")]
    [InlineData("""{"subnets":{"subnet-a":{"range":"10.0.0.0/24","outbond":true}}}""", "a member 'outbond'")]
    [InlineData("""{"subnets":{"subnet-a":{"range":"10.0.0.0/16"},"subnet-b":{"range":"10.0.9.0/24"}}}""", "subnets subnet-a and subnet-b whose ranges overlap")]
    [InlineData("""{"subnets":{"subnet-a":{"range":"169.254.64.0/24"}}}""", "a subnet subnet-a with the range 169.254.64.0/24, whose addresses are no host's")]
    [InlineData("""{"subnets":{"subnet-a":{"range":"224.0.0.0/8"}}}""", "whose addresses are no host's")]
    [InlineData("""{"subnets":{"subnet-a":{"bridge":"a-name-far-too-long","address":"10.0.0.1/24"}}}""", "whose bridge is no name of an interface")]
    [InlineData("""{"subnets":{"subnet-a":{"bridge":"br0"}}}""", "a member 'address' that cannot be read")]
    [InlineData("""{"subnets":{"subnet-a":{"bridge":"br0","address":"10.0.0.1/33"}}}""", "a member 'address' that cannot be read")]
    [InlineData("""{"subnets":{"subnet-a":{"bridge":"br0","address":"10.0.0.1/24","gateway":"fd00::1"}}}""", "a member 'gateway' that cannot be read")]
    [InlineData("""{"securityGroups":{"sg-a":[{"protocol":"sctp"}]}}""", "a protocol that is none of all, tcp, udp and icmp")]
    [InlineData("""{"securityGroups":{"sg-a":[{"protocol":"7"}]}}""", "a protocol that is none of")]
    [InlineData("""{"securityGroups":{"sg-a":[{"protocol":"tcp","ports":"9-1"}]}}""", "a member 'ports' that cannot be read")]
    [InlineData("""{"securityGroups":{"sg-a":[{"protocol":"tcp","ports":"70000"}]}}""", "a member 'ports' that cannot be read")]
    [InlineData("""{"securityGroups":{"sg-a":[{"protocol":"all","ports":"80"}]}}""", "a member 'ports' that cannot be read")]
    [InlineData("""{"securityGroups":{"sg-a":[{"to":"everywhere"}]}}""", "a member 'to' that cannot be read")]
    [InlineData("""{"securityGroups":{"sg-a":{}}}""", "must be a JSON object")]
    public void What_cannot_be_read_is_told(string json, string expected)
    {
        var (plan, problem) = VpcPlanReading.Read(json);

        Assert.Null(plan);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }
}
