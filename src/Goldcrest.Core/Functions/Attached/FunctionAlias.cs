namespace Goldcrest.Core.Functions.Attached;

/// <summary>A name that points at one version of a function, or shares its requests out between two.</summary>
/// <param name="Name">Unique in its function; never a number.</param>
/// <param name="Version">The number of a published version, or <c>$LATEST</c>.</param>
/// <param name="Description">Empty when there is none.</param>
/// <param name="Shared">Null when all requests go to <paramref name="Version"/>.</param>
/// <param name="RevisionId">Changes with every change of the alias.</param>
public sealed record FunctionAlias(string Name, string Version, string Description, SharedTraffic? Shared, string RevisionId)
{
    /// <summary>The version that one request goes to.</summary>
    /// <param name="draw">Drawn anew for every request, evenly from 0 (inclusive) to 1 (exclusive).</param>
    public string VersionFor(double draw) => Shared is { } shared && draw < shared.Weight ? shared.Version : Version;

    public bool PointsAt(string version) => Version == version || Shared?.Version == version;
}
