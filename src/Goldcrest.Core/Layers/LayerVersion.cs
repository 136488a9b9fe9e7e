using Goldcrest.Core.Functions;
using Goldcrest.Core.Policies;

namespace Goldcrest.Core.Layers;

/// <summary>One published version of a layer. Nothing of it ever changes but its policy.</summary>
public sealed record LayerVersion
{
    public required LayerVersionKey Key { get; init; }

    public required CodeReference Code { get; init; }

    /// <summary>Bytes of all files.</summary>
    public required long UnpackedBytes { get; init; }

    public required DateTimeOffset Created { get; init; }

    public string Description { get; init; } = "";

    /// <summary>Null when its publisher said nothing.</summary>
    public string? LicenseInfo { get; init; }

    /// <summary>Null when its publisher said nothing, which is not the same as an empty list.</summary>
    public IReadOnlyList<string>? CompatibleRuntimes { get; init; }

    /// <summary>Null when its publisher said nothing, which is not the same as an empty list.</summary>
    public IReadOnlyList<string>? CompatibleArchitectures { get; init; }

    /// <summary>Who else may use it.</summary>
    public ResourcePolicy Policy { get; init; } = ResourcePolicy.Empty;

    /// <summary>A UUID that changes whenever the policy does; null while there never was one.</summary>
    public string? PolicyRevisionId { get; init; }

    /// <param name="runtime">Null when any will do.</param>
    /// <param name="architecture">Null when any will do.</param>
    public bool Suits(string? runtime, string? architecture) =>
        (runtime is null || CompatibleRuntimes?.Contains(runtime) == true)
        && (architecture is null || CompatibleArchitectures?.Contains(architecture) == true);
}
