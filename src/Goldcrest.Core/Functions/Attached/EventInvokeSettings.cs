namespace Goldcrest.Core.Functions.Attached;

/// <summary>What happens to asynchronous events of one qualifier. A null member leaves the default.</summary>
/// <remarks>Source: docs/contracts/event-invoke-config.md.</remarks>
public sealed record EventInvokeSettings
{
    public const int MinEventAgeSeconds = 60;
    public const int MaxEventAgeSeconds = 21_600;
    public const int MaxRetries = 2;

    /// <summary>From 60 to 21,600; an older event is given up.</summary>
    public int? EventAgeSeconds { get; init; }

    /// <summary>From 0 to 2.</summary>
    public int? Retries { get; init; }

    /// <summary>ARN of where a record of success goes.</summary>
    public string? OnSuccess { get; init; }

    /// <summary>ARN of where a record of failure goes.</summary>
    public string? OnFailure { get; init; }

    public required DateTimeOffset LastModified { get; init; }
}
