namespace Goldcrest.Tests.Lives;

/// <summary>All that a client can choose of a version; the same choices are equal.</summary>
/// <param name="Variables">As JSON; null when the function has no environment.</param>
/// <param name="Layers">ARNs, joined by blanks.</param>
internal sealed record TwinSettings(TwinCode Code, string Description, int Memory, int Timeout, string Role, string? Variables, string Layers)
{
    /// <summary>Whether a publication would make the same version again.</summary>
    public bool IsAs(TwinSettings other) => this with { Variables = Variables ?? "{}" } == other with { Variables = other.Variables ?? "{}" };
}
