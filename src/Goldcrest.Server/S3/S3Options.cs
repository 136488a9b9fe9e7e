namespace Goldcrest.Server.S3;

/// <summary>The S3 service that this node uses.</summary>
internal sealed record S3Options
{
    /// <summary>Its address; null when there is none.</summary>
    public required Uri? Endpoint { get; init; }

    /// <summary>The region that requests are signed for.</summary>
    public required string Region { get; init; }

    /// <summary>What fetching one object may take, all tries together.</summary>
    public required TimeSpan Timeout { get; init; }
}
