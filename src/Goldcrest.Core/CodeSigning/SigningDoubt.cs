namespace Goldcrest.Core.CodeSigning;

/// <summary>Why code with an unbroken signature, or with none, is not trusted.</summary>
public enum SigningDoubt
{
    /// <summary>Not signed, or by a profile version that the configuration does not allow.</summary>
    Mismatch,

    /// <summary>The signature's time is over.</summary>
    Expired,

    /// <summary>The signature was taken back.</summary>
    Revoked,
}
