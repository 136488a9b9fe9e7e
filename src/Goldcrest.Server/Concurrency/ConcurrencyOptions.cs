using Goldcrest.Core.Functions.Attached;

namespace Goldcrest.Server.Concurrency;

internal sealed record ConcurrencyOptions
{
    /// <summary>Concurrent executions of one account in one region; at least <see cref="ConcurrencyRules.MinUnreserved"/>.</summary>
    public int AccountLimit { get; init; } = ConcurrencyRules.DefaultAccountLimit;
}
