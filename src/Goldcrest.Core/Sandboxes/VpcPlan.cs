using Goldcrest.Core.Functions;

namespace Goldcrest.Core.Sandboxes;

/// <summary>What subnets and security groups stand for on this node.</summary>
/// <remarks>Source: docs/contracts/network.md#vpc.</remarks>
public sealed record VpcPlan(IReadOnlyDictionary<string, VpcSubnet> Subnets, IReadOnlyDictionary<string, IReadOnlyList<EgressRule>> Groups)
{
    /// <summary>Nothing is known of any: they are neither looked up nor acted upon.</summary>
    public static VpcPlan None { get; } = new(new Dictionary<string, VpcSubnet>(), new Dictionary<string, IReadOnlyList<EgressRule>>());

    public bool IsOne => Subnets.Count + Groups.Count > 0;

    /// <returns>The first subnet or group that is not there; null when all are, or nothing is known of any.</returns>
    public SettingsFlaw? FindMissing(VpcSettings? vpc)
    {
        if (vpc is null || !IsOne)
        {
            return null;
        }

        return vpc.SubnetIds.FirstOrDefault(id => !Subnets.ContainsKey(id)) is { } subnet ? new SettingsFlaw.NoSuchSubnet(subnet)
            : vpc.SecurityGroupIds.FirstOrDefault(id => !Groups.ContainsKey(id)) is { } group ? new SettingsFlaw.NoSuchSecurityGroup(group)
            : null;
    }

    /// <summary>The way out of a function's sandboxes: by the first of its subnets.</summary>
    /// <returns>Null for the usual way, which functions in no VPC take.</returns>
    /// <exception cref="KeyNotFoundException">A subnet or group is no longer known.</exception>
    public SandboxLane? FindLane(VpcSettings? vpc)
    {
        if (vpc is not { IsAttached: true } || !IsOne)
        {
            return null;
        }

        var groups = vpc.SecurityGroupIds.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return new SandboxLane(
            $"{vpc.SubnetIds[0]} {string.Join(' ', groups)}{(vpc.AllowsIpv6 ? " IPv6" : "")}",
            Subnets[vpc.SubnetIds[0]],
            vpc.AllowsIpv6,
            [.. groups.SelectMany(group => Groups[group])]);
    }
}
