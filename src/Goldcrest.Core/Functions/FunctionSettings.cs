using Goldcrest.Core.Layers;

namespace Goldcrest.Core.Functions;

/// <summary>How a function is to be run, complete: every default is filled in.</summary>
public sealed record FunctionSettings
{
    /// <summary>An identifier such as <c>python3.12</c>; null for an image, which brings its own.</summary>
    public required string? Runtime { get; init; }

    /// <summary>Null for an image.</summary>
    public required string? Handler { get; init; }

    /// <summary>What the function runs of its container image; null when it is a zip. A function never changes from one to the other.</summary>
    public ImageSettings? Image { get; init; }

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

    /// <summary>
    /// The caller's variables; null when none were ever given. Compared by reference; see <see cref="FunctionRecord.FindUnchangedPublished"/>.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>ARN of the key that the caller wants the variables encrypted with; null for none of its own.</summary>
    public string? KeyArn { get; init; }

    /// <summary>In order: later ones win.</summary>
    public ValueList<AttachedLayer> Layers { get; init; } = [];

    public required LoggingSettings Logging { get; init; }

    /// <summary>Null when none was ever given.</summary>
    public VpcSettings? Vpc { get; init; }

    public ValueList<FileSystemMount> FileSystems { get; init; } = [];

    /// <summary>Null for none.</summary>
    public DeadLetterTarget? DeadLetters { get; init; }

    public SnapStartMode SnapStart { get; init; }

    /// <summary>Null for an ordinary function, which never becomes a durable one.</summary>
    public DurableSettings? Durable { get; init; }

    /// <summary>Every invocation is made for a tenant. Said at creation, for ever.</summary>
    public bool IsTenantIsolated { get; init; }

    public TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);
}
