using Goldcrest.Core.Policies;

namespace Goldcrest.Tests.Policies;

internal static class PolicyExample
{
    public static PolicyStatement Allow(string sid) => new()
    {
        Sid = sid,
        Principal = new PolicyPrincipal.Everyone(),
        Action = "lambda:GetLayerVersion",
        Resource = "arn:r",
    };

    /// <summary>A policy of exactly so many bytes.</summary>
    public static ResourcePolicy OfSize(int bytes)
    {
        var policy = ResourcePolicy.Empty.With(Allow("s"));
        var missing = bytes - policy.SizeBytes;
        return ResourcePolicy.Empty.With(Allow("s") with { Resource = "arn:r" + new string('x', missing) });
    }
}
