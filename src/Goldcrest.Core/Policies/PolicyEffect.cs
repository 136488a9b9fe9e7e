namespace Goldcrest.Core.Policies;

/// <summary>What a statement does to a call that it speaks of.</summary>
public enum PolicyEffect
{
    Allow,

    /// <summary>Outweighs every permission.</summary>
    Deny,
}
