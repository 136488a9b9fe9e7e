namespace Goldcrest.Core.Functions;

/// <summary>Where a function's log goes and how it is written.</summary>
public sealed record LoggingSettings
{
    /// <summary><c>Text</c> or <c>JSON</c>.</summary>
    public string Format { get; init; } = "Text";

    /// <summary>Null unless the format is JSON.</summary>
    public string? ApplicationLevel { get; init; }

    /// <summary>Null unless the format is JSON.</summary>
    public string? SystemLevel { get; init; }

    public required string Group { get; init; }
}
