using Goldcrest.Core.Functions;

namespace Goldcrest.Core.CodeSigning;

/// <summary>What was found when the signature of a zip was looked at.</summary>
public abstract record SignatureFinding
{
    private SignatureFinding() { }

    /// <summary>What the code's version shows; null when nobody trusted signed it.</summary>
    public CodeSignature? Shown => this is Genuine genuine ? new CodeSignature(genuine.ProfileVersionArn, genuine.JobArn) : null;

    public sealed record NotSigned : SignatureFinding;

    /// <summary>The signature does not fit the code, or nobody vouches for the one who made it.</summary>
    /// <param name="Reason">For the operator's log; never told to clients.</param>
    public sealed record Broken(string Reason) : SignatureFinding;

    /// <summary>The signature fits the code, and a trusted certificate made it.</summary>
    /// <param name="ProfileVersionArn">The signing profile's version, vouched for by the certificate.</param>
    /// <param name="Expires">When the signature ends; null for never.</param>
    /// <param name="Revoked">True when the job or the profile version was taken back.</param>
    public sealed record Genuine(string ProfileVersionArn, string JobArn, DateTimeOffset? Expires, bool Revoked) : SignatureFinding;
}
