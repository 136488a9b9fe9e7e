using Goldcrest.Core.Sandboxes;

namespace Goldcrest.Server.Pool;

/// <summary>How many sandboxes are kept and made, and how long the pool waits.</summary>
internal sealed record PoolOptions
{
    /// <summary>A sandbox that waited as long as this is removed.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A sandbox that waited as long as this is frozen, until it is wanted again.</summary>
    public TimeSpan FreezeAfter { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>A sandbox that is as old as this serves no more, however busy: the credentials in its environment do not live for ever.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromHours(4);

    /// <summary>Sandboxes that are kept initialised for each published version with SnapStart.</summary>
    public int SnapStartReady { get; init; } = 1;

    /// <summary>Those of all versions together. Source: docs/limits.md.</summary>
    public int MaxSnapStartReady { get; init; } = 256;

    /// <summary>After one could not be initialised, before the next is tried.</summary>
    public TimeSpan SnapStartPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What stands between functions and the host when they ask for nothing stronger.</summary>
    public Isolation Isolation { get; init; } = Isolation.Crun;

    /// <summary>Where functions are told to find AWS's services, unless their own environment says otherwise; null tells them nothing.</summary>
    public string? EndpointUrl { get; init; }

    /// <summary>What functions' subnets and security groups stand for.</summary>
    public VpcPlan Vpcs { get; init; } = VpcPlan.None;

    /// <summary>What functions' access points stand for.</summary>
    public FileSystemPlan FileSystems { get; init; } = FileSystemPlan.None;

    /// <summary>How often idle sandboxes are looked over.</summary>
    public TimeSpan ReapInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Sandboxes that boot at the same time; more would only slow each other.</summary>
    public int MaxConcurrentBoots { get; init; } = 2 * Environment.ProcessorCount;

    /// <summary>A boot that takes longer than this lets another begin: code that waits must not hold up other functions.</summary>
    public TimeSpan BootTurn { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long invocations may go on when the server stops. Source: docs/limits.md.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long sandboxes may take to die after that.</summary>
    public TimeSpan DeathTimeout { get; init; } = TimeSpan.FromSeconds(15);
}
