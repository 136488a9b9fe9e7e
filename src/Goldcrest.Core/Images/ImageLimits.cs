namespace Goldcrest.Core.Images;

/// <summary>How much one image may hold.</summary>
/// <remarks>Source: docs/limits.md#images.</remarks>
public sealed record ImageLimits
{
    /// <summary>AWS's: 10 GB of all layers, uncompressed.</summary>
    public const long DefaultBytes = 10L * 1024 * 1024 * 1024;

    public const int MaxManifestBytes = 4 * 1024 * 1024;

    /// <summary>Bytes of all layers' uncompressed tars together, their headers too.</summary>
    public long MaxBytes { get; init; } = DefaultBytes;

    /// <summary>Entries of all layers together: an entry costs time and an inode even when it is empty.</summary>
    public int MaxEntries { get; init; } = 1_000_000;
}
