using Goldcrest.Core.Functions;

namespace Goldcrest.Tests.Functions;

public sealed class VpcSettingsTests
{
    private static readonly VpcSettings Vpc = new(["subnet-b", "subnet-a"], ["sg-1"], AllowsIpv6: false);

    [Fact]
    public void The_id_looks_like_one_of_EC2s()
    {
        Assert.Matches("^vpc-[0-9a-f]{17}$", Vpc.VpcIdFor(FunctionExample.Key));
        Assert.Equal("", VpcSettings.Detached.VpcIdFor(FunctionExample.Key));
    }

    [Fact]
    public void Functions_of_one_account_and_region_that_share_their_first_subnet_share_the_VPC()
    {
        var id = Vpc.VpcIdFor(FunctionExample.Key);

        Assert.Equal(id, Vpc.VpcIdFor(FunctionExample.Key with { Name = "other" }));
        Assert.Equal(id, (Vpc with { SubnetIds = ["subnet-a", "subnet-c"], SecurityGroupIds = ["sg-2"] }).VpcIdFor(FunctionExample.Key));
        Assert.NotEqual(id, (Vpc with { SubnetIds = ["subnet-b"] }).VpcIdFor(FunctionExample.Key));
        Assert.NotEqual(id, Vpc.VpcIdFor(FunctionExample.Key with { Account = "111111111111" }));
        Assert.NotEqual(id, Vpc.VpcIdFor(FunctionExample.Key with { Region = "eu-west-1" }));
    }

    [Fact]
    public void Subnets_and_groups_come_together_or_not_at_all()
    {
        Assert.True(Vpc is { IsWhole: true, IsAttached: true });
        Assert.True(VpcSettings.Detached is { IsWhole: true, IsAttached: false });
        Assert.False((Vpc with { SecurityGroupIds = [] }).IsWhole);
        Assert.False((Vpc with { SubnetIds = [] }).IsWhole);
    }
}
