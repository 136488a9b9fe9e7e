using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Goldcrest.Server.CodeSigning;

/// <summary>One version of a local signing profile: a key of P-384 and a certificate that names the profile version.</summary>
internal sealed class SigningProfile : IDisposable
{
    private const string VersionLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int VersionLength = 10;
    private static readonly TimeSpan Life = TimeSpan.FromDays(3653);

    private SigningProfile(string arn, X509Certificate2 certificate)
    {
        Arn = arn;
        Certificate = certificate;
    }

    /// <summary>What a code signing configuration allows: the ARN of this profile version.</summary>
    public string Arn { get; }

    /// <summary>With its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <param name="name">Letters, digits and underscores.</param>
    public static SigningProfile Make(string account, string region, string name, DateTimeOffset now)
    {
        var arn = $"arn:aws:signer:{region}:{account}:/signing-profiles/{name}/{RandomNumberGenerator.GetString(VersionLetters, VersionLength)}";
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var request = new CertificateRequest($"CN=Goldcrest signing profile {name}", key, HashAlgorithmName.SHA384);
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri(arn));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.3")], critical: false));

        // A little back, so that a clock slightly behind does not meet a certificate of the future.
        return new SigningProfile(arn, request.CreateSelfSigned(now.AddMinutes(-5), now + Life));
    }

    /// <summary>Reads what <see cref="ToPem"/> wrote.</summary>
    /// <exception cref="CryptographicException">It is not that.</exception>
    public static SigningProfile FromPem(string pem)
    {
        var lines = pem.Split('\n', 2);
        return new SigningProfile(lines[0].TrimStart('#', ' ').Trim(), X509Certificate2.CreateFromPem(pem, pem));
    }

    /// <summary>ARN, certificate and private key: a secret.</summary>
    public string ToPem()
    {
        using var key = Certificate.GetECDsaPrivateKey()!;
        return $"# {Arn}\n{Certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }

    public void Dispose() => Certificate.Dispose();
}
