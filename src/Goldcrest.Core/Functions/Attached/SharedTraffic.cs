namespace Goldcrest.Core.Functions.Attached;

/// <summary>The part of an alias's requests that goes to another version than its own.</summary>
/// <param name="Version">The number of a published version.</param>
/// <param name="Weight">From 0 to 1; 0.1 sends one request in ten.</param>
public sealed record SharedTraffic(string Version, double Weight)
{
    /// <summary>As requests write it.</summary>
    public IReadOnlyDictionary<string, double> AsWeights() => new Dictionary<string, double> { [Version] = Weight };
}
