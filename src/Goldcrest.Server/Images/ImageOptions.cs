using Goldcrest.Core.Images;

namespace Goldcrest.Server.Images;

/// <summary>Where images come from and go to, and how much of them.</summary>
internal sealed record ImageOptions
{
    /// <summary>Absolute. Made when absent; belongs to the server alone.</summary>
    public required string Directory { get; init; }

    public required ImageSourceMap Sources { get; init; }

    /// <summary>A docker-style config.json; need not be there.</summary>
    public required string CredentialsFile { get; init; }

    public ImageLimits Limits { get; init; } = new();

    /// <summary>How long getting one image may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(15);
}
