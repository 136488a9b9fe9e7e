namespace Goldcrest.Wire.Protocol;

/// <summary>What a handler may know of the call besides its parameters.</summary>
public sealed record CallContext
{
    /// <summary>A UUID, sent back as <c>x-amzn-RequestId</c>.</summary>
    public required string RequestId { get; init; }

    /// <summary>Twelve digits.</summary>
    public required string Account { get; init; }

    /// <summary>From the credential scope, for example <c>us-east-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>ARN of the caller.</summary>
    public required string PrincipalArn { get; init; }

    /// <summary>Scheme and authority that the client used, for links in answers, for example <c>http://127.0.0.1:4566</c>.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>The request's <c>X-Amzn-Trace-Id</c>; null when it had none.</summary>
    public string? TraceId { get; init; }
}
