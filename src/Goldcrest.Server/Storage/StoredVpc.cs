using Goldcrest.Core.Functions;

namespace Goldcrest.Server.Storage;

internal sealed record StoredVpc(string[] SubnetIds, string[] SecurityGroupIds, bool AllowsIpv6)
{
    public static StoredVpc From(VpcSettings vpc) => new([.. vpc.SubnetIds], [.. vpc.SecurityGroupIds], vpc.AllowsIpv6);

    public VpcSettings ToSettings() => new([.. SubnetIds], [.. SecurityGroupIds], AllowsIpv6);
}
