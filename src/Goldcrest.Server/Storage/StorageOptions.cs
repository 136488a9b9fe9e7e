namespace Goldcrest.Server.Storage;

/// <summary>Where durable state is kept.</summary>
internal sealed record StorageOptions
{
    /// <summary>Directory of the database file; made when absent, readable by its owner only.</summary>
    public required string Directory { get; init; }
}
