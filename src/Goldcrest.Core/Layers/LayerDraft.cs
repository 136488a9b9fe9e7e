using Goldcrest.Core.Functions;

namespace Goldcrest.Core.Layers;

/// <summary>A layer version that has no number yet.</summary>
public sealed record LayerDraft
{
    public required CodeReference Code { get; init; }

    /// <summary>Bytes of all files.</summary>
    public required long UnpackedBytes { get; init; }

    public string Description { get; init; } = "";

    public string? LicenseInfo { get; init; }

    public IReadOnlyList<string>? CompatibleRuntimes { get; init; }

    public IReadOnlyList<string>? CompatibleArchitectures { get; init; }
}
