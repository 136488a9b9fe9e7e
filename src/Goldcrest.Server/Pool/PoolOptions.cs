namespace Goldcrest.Server.Pool;

/// <summary>How many sandboxes are kept and made.</summary>
internal sealed record PoolOptions
{
    /// <summary>A sandbox that waited as long as this is removed.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How often idle sandboxes are looked over.</summary>
    public TimeSpan ReapInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Sandboxes that boot at the same time; more would only slow each other.</summary>
    public int MaxConcurrentBoots { get; init; } = 2 * Environment.ProcessorCount;
}
