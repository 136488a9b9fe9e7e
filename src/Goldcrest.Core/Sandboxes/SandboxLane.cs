namespace Goldcrest.Core.Sandboxes;

/// <summary>The way out of sandboxes that are in the same subnet with the same security groups.</summary>
/// <param name="Name">Different for lanes that differ in anything.</param>
/// <param name="Rules">What may go out; nothing else.</param>
public sealed record SandboxLane(string Name, VpcSubnet Subnet, bool AllowsIpv6, IReadOnlyList<EgressRule> Rules);
