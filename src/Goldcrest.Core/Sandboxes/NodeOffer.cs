namespace Goldcrest.Core.Sandboxes;

/// <summary>What the operator of a node lets its functions have. Who asks for something else is told when he asks, not when the function runs.</summary>
/// <param name="Isolation">What every function has at least.</param>
/// <param name="Vpcs">What subnets and security groups stand for.</param>
public sealed record NodeOffer(Isolation Isolation, VpcPlan Vpcs)
{
    /// <summary>A node of root whose operator said nothing.</summary>
    public static NodeOffer Usual { get; } = new(Isolation.Crun, VpcPlan.None);

    /// <param name="before">The tags that a function carries; a value that it has already is not judged again.</param>
    /// <param name="after">Those that it would carry.</param>
    /// <returns>Why it cannot; null when it can.</returns>
    /// <remarks>Source: docs/contracts/isolation.md.</remarks>
    public string? FindRefusal(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after)
    {
        var wanted = after.GetValueOrDefault(IsolationChoice.Tag);
        return wanted == before.GetValueOrDefault(IsolationChoice.Tag) ? null : IsolationChoice.For(wanted, Isolation).Refusal;
    }
}
