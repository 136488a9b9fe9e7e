using Goldcrest.Core.Code;

namespace Goldcrest.Server.Code;

/// <summary>Where code is kept, and how much one upload may hold.</summary>
internal sealed record CodeStoreOptions
{
    /// <summary>Absolute. Made when absent; belongs to the server alone.</summary>
    public required string Directory { get; init; }

    public CodeLimits Limits { get; init; } = new();
}
