using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Goldcrest.Core.Code;
using Goldcrest.Core.CodeSigning;

namespace Goldcrest.Server.CodeSigning;

/// <summary>Signs a zip as AWS Signer does: the entries as they were, and one more with the signature.</summary>
/// <remarks>Source: docs/contracts/code-signing.md#signature.</remarks>
internal static class CodeSigner
{
    private const string Sha384 = "2.16.840.1.101.3.4.2.2";
    private const string PemLabel = "PKCS7";

    /// <param name="expires">When the signature ends; null for never.</param>
    /// <returns>Another zip.</returns>
    /// <exception cref="InvalidDataException">The zip is empty, damaged or signed already.</exception>
    public static byte[] Sign(ReadOnlyMemory<byte> zip, SigningProfile profile, string jobArn, DateTimeOffset? expires, DateTimeOffset now)
    {
        var stream = new MemoryStream();
        stream.Write(zip.Span);
        AddFolder(stream);
        var claims = new SignatureClaims(jobArn, profile.Arn, expires, now);
        var signature = PemEncoding.WriteString(PemLabel, Envelope(Digest(stream.ToArray()), profile.Certificate, claims));
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true, Encoding.UTF8))
        {
            using var entry = archive.CreateEntry(CodeDigest.SignaturePath).Open();
            entry.Write(Encoding.ASCII.GetBytes(signature));
        }

        return stream.ToArray();
    }

    private static void AddFolder(MemoryStream stream)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true, Encoding.UTF8);
        if (archive.Entries.Count == 0)
        {
            throw new InvalidDataException("The zip is empty.");
        }

        if (archive.GetEntry(CodeDigest.SignaturePath) is not null)
        {
            throw new InvalidDataException("The zip is signed already.");
        }

        if (archive.GetEntry(CodeDigest.SignatureFolder) is null)
        {
            archive.CreateEntry(CodeDigest.SignatureFolder);
        }
    }

    private static byte[] Digest(byte[] zip) => ZipDirectory.Read(zip, new CodeLimits(), out var entries) is { } refusal
        ? throw new InvalidDataException($"The zip could not be deployed: {refusal}.")
        : CodeDigest.Compute(zip, entries);

    private static byte[] Envelope(byte[] digest, X509Certificate2 certificate, SignatureClaims claims)
    {
        var cms = new SignedCms(new ContentInfo(digest), detached: true);
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, certificate)
        {
            DigestAlgorithm = new Oid(Sha384),
            IncludeOption = X509IncludeOption.EndCertOnly,
        };
        foreach (var claim in claims.ToAttributes())
        {
            signer.SignedAttributes.Add(claim);
        }

        cms.ComputeSignature(signer);
        return cms.Encode();
    }
}
