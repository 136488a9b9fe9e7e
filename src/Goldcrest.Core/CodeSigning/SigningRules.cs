namespace Goldcrest.Core.CodeSigning;

/// <summary>What a code signing configuration makes of a signature.</summary>
/// <remarks>Source: docs/contracts/code-signing.md#enforcement.</remarks>
public static class SigningRules
{
    public static SigningVerdict Judge(CodeSigningConfig config, SignatureFinding finding, DateTimeOffset now)
    {
        if (finding is SignatureFinding.Broken(var reason))
        {
            return new SigningVerdict.Tampered(reason);
        }

        return (FindDoubt(config, finding as SignatureFinding.Genuine, now), config.Policy) switch
        {
            ({ } doubt, SigningPolicy.Enforce) => new SigningVerdict.Distrusted(doubt),
            var (doubt, _) => new SigningVerdict.Deployable(doubt),
        };
    }

    private static SigningDoubt? FindDoubt(CodeSigningConfig config, SignatureFinding.Genuine? signature, DateTimeOffset now)
    {
        if (signature is null || !config.AllowedPublishers.Contains(signature.ProfileVersionArn))
        {
            return SigningDoubt.Mismatch;
        }

        if (signature.Expires <= now)
        {
            return SigningDoubt.Expired;
        }

        return signature.Revoked ? SigningDoubt.Revoked : null;
    }
}
