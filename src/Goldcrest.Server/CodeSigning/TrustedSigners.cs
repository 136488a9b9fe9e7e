using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Goldcrest.Server.CodeSigning;

/// <summary>Whose signatures the node believes, and which it believes no more.</summary>
internal sealed class TrustedSigners
{
    public const string CertificatePattern = "*.crt";
    public const string RevokedFile = "revoked";

    private const string CodeSigningUse = "1.3.6.1.5.5.7.3.3";
    private const string AlternativeNames = "2.5.29.17";
    private const string SignerArn = "arn:aws:signer:";
    private static readonly Asn1Tag UriName = new(TagClass.ContextSpecific, 6);

    private readonly X509Certificate2Collection _anchors;
    private readonly HashSet<string> _revoked;

    public TrustedSigners(X509Certificate2Collection anchors, IEnumerable<string> revoked)
    {
        _anchors = anchors;
        _revoked = revoked.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Reads what an operator put there; called for every look, so that a revocation counts at once.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    /// <exception cref="CryptographicException">A certificate cannot be read.</exception>
    public static TrustedSigners Load(CodeSigningOptions options)
    {
        var anchors = new X509Certificate2Collection();
        if (!Directory.Exists(options.Directory))
        {
            return new TrustedSigners(anchors, []);
        }

        foreach (var path in Directory.EnumerateFiles(options.Directory, CertificatePattern))
        {
            anchors.ImportFromPemFile(path);
        }

        var revoked = Path.Combine(options.Directory, RevokedFile);
        return new TrustedSigners(anchors, File.Exists(revoked) ? File.ReadLines(revoked).Select(line => line.Trim()) : []);
    }

    public bool IsRevoked(string arn) => _revoked.Contains(arn);

    /// <param name="carried">Certificates that came with the signature; they link, they are not trusted.</param>
    /// <returns>True when a trusted certificate vouches for the signer at that time, under that profile version.</returns>
    public bool Vouch(X509Certificate2 signer, X509Certificate2Collection carried, string profileVersionArn, DateTimeOffset at)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_anchors);
        chain.ChainPolicy.ExtraStore.AddRange(carried);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(CodeSigningUse));
        return _anchors.Count > 0 && chain.Build(signer) && Permits(chain.ChainElements[^1].Certificate, profileVersionArn);
    }

    /// <summary>A certificate that names profile versions speaks for those only; one that names none speaks for any, as AWS's root does.</summary>
    private static bool Permits(X509Certificate2 anchor, string profileVersionArn)
    {
        var named = anchor.Extensions
            .Where(extension => extension.Oid?.Value == AlternativeNames)
            .SelectMany(extension => Uris(extension.RawData))
            .Where(uri => uri.StartsWith(SignerArn, StringComparison.Ordinal))
            .ToList();
        return named.Count == 0 || named.Contains(profileVersionArn);
    }

    private static List<string> Uris(byte[] alternativeNames)
    {
        var uris = new List<string>();
        var names = new AsnReader(alternativeNames, AsnEncodingRules.DER).ReadSequence();
        while (names.HasData)
        {
            if (names.PeekTag().HasSameClassAndValue(UriName))
            {
                uris.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, UriName));
            }
            else
            {
                names.ReadEncodedValue();
            }
        }

        return uris;
    }
}
