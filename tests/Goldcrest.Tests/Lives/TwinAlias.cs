namespace Goldcrest.Tests.Lives;

internal sealed class TwinAlias(string name, string revision)
{
    public string Name { get; } = name;

    public required string Version { get; set; }

    public string Description { get; set; } = "";

    /// <summary>Null when the alias shares its requests with no other version.</summary>
    public (string Version, double Weight)? Shared { get; set; }

    public TwinRevision Revision { get; } = new(revision);
}
