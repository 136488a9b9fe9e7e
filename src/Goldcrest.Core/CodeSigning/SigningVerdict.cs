namespace Goldcrest.Core.CodeSigning;

/// <summary>Whether code may be deployed under a code signing configuration.</summary>
public abstract record SigningVerdict
{
    private SigningVerdict() { }

    /// <param name="Doubt">To be told in the log; null when there is none.</param>
    public sealed record Deployable(SigningDoubt? Doubt) : SigningVerdict;

    /// <summary>Refused, as the configuration wants it.</summary>
    public sealed record Distrusted(SigningDoubt Doubt) : SigningVerdict;

    /// <summary>Refused whatever the configuration wants: the code is not what was signed.</summary>
    public sealed record Tampered(string Reason) : SigningVerdict;
}
