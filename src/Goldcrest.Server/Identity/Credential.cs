namespace Goldcrest.Server.Identity;

/// <summary>A key that may sign requests, and whose it is. Printing it shows no secret.</summary>
internal sealed record Credential
{
    public required string AccessKeyId { get; init; }

    public required string Secret { get; init; }

    /// <summary>Null for a permanent key; otherwise the token that must come with every request.</summary>
    public string? SessionToken { get; init; }

    /// <summary>Twelve digits.</summary>
    public required string Account { get; init; }

    public required string PrincipalArn { get; init; }

    /// <summary>Null for a permanent key.</summary>
    public DateTimeOffset? Expires { get; init; }

    public override string ToString() => $"{AccessKeyId} of {PrincipalArn}";
}
