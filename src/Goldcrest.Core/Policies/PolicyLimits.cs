namespace Goldcrest.Core.Policies;

/// <summary>The numbers that a resource policy must respect.</summary>
/// <remarks>Source: docs/contracts/policies.md#limits.</remarks>
public static class PolicyLimits
{
    /// <summary>Bytes of the whole document.</summary>
    public const int MaxBytes = 20_480;
}
