namespace Goldcrest.Core.Identity;

/// <summary>What a signing key is good for.</summary>
/// <param name="Date">Eight digits, year first, UTC.</param>
/// <param name="Region">For example <c>us-east-1</c>.</param>
/// <param name="Service">Signing name, for example <c>lambda</c>.</param>
public readonly record struct CredentialScope(string Date, string Region, string Service)
{
    public override string ToString() => $"{Date}/{Region}/{Service}/{SigV4.Terminator}";
}
