namespace Goldcrest.Core.CodeSigning;

/// <summary>What becomes of code whose signature is in doubt. The names are those that clients see.</summary>
public enum SigningPolicy
{
    /// <summary>Deployed, and told in the log.</summary>
    Warn,

    /// <summary>Refused.</summary>
    Enforce,
}
