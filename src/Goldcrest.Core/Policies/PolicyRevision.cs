namespace Goldcrest.Core.Policies;

/// <summary>Which state a client wants to change, and which one there is.</summary>
/// <param name="Current">Null when there is no policy, and so no revision of it.</param>
/// <param name="Expected">Null when the client does not care.</param>
public readonly record struct PolicyRevision(string? Current, string? Expected)
{
    public bool IsStale => Expected is not null && Expected != Current;
}
