namespace Goldcrest.Server.Identity;

/// <summary>What a signed request says about its own signature, before anything of it was checked. Null: not said.</summary>
internal sealed record SignatureClaim
{
    /// <summary>True when it stands in the query, false in the Authorization header.</summary>
    public required bool Presigned { get; init; }

    public string? Credential { get; init; }

    /// <summary>Header names in lower case, joined by semicolons.</summary>
    public string? SignedHeaders { get; init; }

    /// <summary>64 hex digits when it is well made.</summary>
    public string? Signature { get; init; }

    /// <summary>The query's own date; a header claim takes it from a header.</summary>
    public string? Date { get; init; }

    /// <summary>Seconds, as sent.</summary>
    public string? Expires { get; init; }

    public string? SessionToken { get; init; }

    public string? Algorithm { get; init; }
}
