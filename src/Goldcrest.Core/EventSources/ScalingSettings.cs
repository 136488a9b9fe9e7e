namespace Goldcrest.Core.EventSources;

/// <param name="MaximumConcurrency">Null removes the bound.</param>
public sealed record ScalingSettings(int? MaximumConcurrency);
