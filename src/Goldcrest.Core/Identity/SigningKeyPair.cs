namespace Goldcrest.Core.Identity;

/// <summary>What a client needs to sign. Printing it shows the key id only.</summary>
/// <param name="AccessKeyId">Public half.</param>
/// <param name="Secret">Secret access key.</param>
/// <param name="SessionToken">Null for a permanent key.</param>
public sealed record SigningKeyPair(string AccessKeyId, string Secret, string? SessionToken = null)
{
    public override string ToString() => AccessKeyId;
}
