using Goldcrest.Core.Sandboxes;

namespace Goldcrest.Server.Sandboxes.Network;

/// <summary>What subnets stand for, beside what the host has.</summary>
/// <remarks>Source: docs/contracts/network.md#vpc.</remarks>
internal static class SubnetCheck
{
    /// <param name="hasLink">Whether the host has a link of that name.</param>
    /// <returns>What is not as an operator may think, a sentence each, without a full stop.</returns>
    public static IEnumerable<string> Judge(IEnumerable<VpcSubnet> subnets, HostRoutes routes, Func<string, bool> hasLink) => subnets.SelectMany(subnet => subnet switch
    {
        VpcSubnet.Bridged bridged when !hasLink(bridged.Bridge) =>
            [$"the host has no bridge {bridged.Bridge}, which subnet {bridged.Id} stands for; until it has, functions of that subnet fail"],
        VpcSubnet.Named named => routes.Overlapping(named.Range).Select(link =>
            $"the range {named.Range} of subnet {named.Id} overlaps with what the host reaches by {link}; an address there that a sandbox has is reached by no function"),
        _ => Enumerable.Empty<string>(),
    });
}
