using Goldcrest.Core.Sandboxes;

namespace Goldcrest.Server.Sandboxes;

/// <summary>What sandboxes may reach, and how.</summary>
internal sealed record NetworkOptions
{
    /// <summary>False: sandboxes have only their own loopback.</summary>
    public bool IsOn { get; init; } = true;

    /// <summary>Where the link between the host and its sandboxes takes its two addresses from; null looks for a range that the host does not route.</summary>
    public string? LinkRange { get; init; }

    /// <summary>Who answers names, as address or address:port, separated by commas; null: whoever answers the host.</summary>
    public string? Resolvers { get; init; }

    /// <summary>What functions may be put in besides the usual network.</summary>
    public IReadOnlyCollection<VpcSubnet> Subnets { get; init; } = [];

    /// <summary>How many networks are kept ready, so that a cold start need not wait for one.</summary>
    public int Ready { get; init; } = 4;
}
