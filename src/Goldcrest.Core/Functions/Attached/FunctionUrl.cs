namespace Goldcrest.Core.Functions.Attached;

/// <summary>An HTTP address of a function or of one of its aliases.</summary>
/// <remarks>Source: docs/contracts/function-urls.md.</remarks>
public sealed record FunctionUrl
{
    /// <summary>The first label of the host name: lower-case letters and digits, unique, never changed.</summary>
    public required string Id { get; init; }

    /// <summary><c>NONE</c> or <c>AWS_IAM</c>.</summary>
    public required string AuthType { get; init; }

    /// <summary><c>BUFFERED</c> or <c>RESPONSE_STREAM</c>; null stands for the former and is shown as nothing.</summary>
    public string? InvokeMode { get; init; }

    /// <summary>Null without one.</summary>
    public CrossOriginRules? Cors { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset LastModified { get; init; }
}
