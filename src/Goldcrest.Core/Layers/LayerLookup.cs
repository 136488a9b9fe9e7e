namespace Goldcrest.Core.Layers;

/// <summary>What is behind the ARN of a layer version, for one caller.</summary>
public abstract record LayerLookup
{
    private LayerLookup() { }

    public sealed record Found(LayerVersion Version) : LayerLookup;

    /// <summary>Of the caller's own account, and not there.</summary>
    public sealed record Missing : LayerLookup;

    /// <summary>Of another account that does not share it; whether it is there stays untold.</summary>
    public sealed record Closed : LayerLookup;
}
