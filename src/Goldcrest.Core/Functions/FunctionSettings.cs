using Goldcrest.Core.Layers;

namespace Goldcrest.Core.Functions;

/// <summary>How a function is to be run, complete: every default is filled in.</summary>
public sealed record FunctionSettings
{
    /// <summary>An identifier such as <c>python3.12</c>.</summary>
    public required string Runtime { get; init; }

    public required string Handler { get; init; }

    /// <summary>ARN of the execution role.</summary>
    public required string Role { get; init; }

    public string Description { get; init; } = "";

    public int TimeoutSeconds { get; init; } = FunctionLimits.DefaultTimeoutSeconds;

    public int MemoryMiB { get; init; } = FunctionLimits.DefaultMemoryMiB;

    public int EphemeralStorageMiB { get; init; } = FunctionLimits.DefaultEphemeralStorageMiB;

    /// <summary><c>x86_64</c> or <c>arm64</c>.</summary>
    public string Architecture { get; init; } = "x86_64";

    /// <summary><c>PassThrough</c> or <c>Active</c>.</summary>
    public string TracingMode { get; init; } = "PassThrough";

    /// <summary>The caller's variables; null when none were ever given.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>In order: later ones win. Compared by reference; see <see cref="FunctionRecord.FindUnchangedPublished"/>.</summary>
    public IReadOnlyList<AttachedLayer> Layers { get; init; } = [];

    public required LoggingSettings Logging { get; init; }

    public TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);
}
