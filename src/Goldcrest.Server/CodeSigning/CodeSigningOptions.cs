namespace Goldcrest.Server.CodeSigning;

/// <summary>Where the node keeps what it trusts.</summary>
internal sealed record CodeSigningOptions
{
    /// <summary>
    /// Holds certificates (<c>*.crt</c>, PEM) that signatures must come from, and the file <c>revoked</c>: ARNs of signing jobs and profile
    /// versions that were taken back, one a line. May be absent: then no signature is trusted.
    /// </summary>
    public required string Directory { get; init; }
}
