using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using Goldcrest.Core.Code;
using Goldcrest.Core.CodeSigning;

namespace Goldcrest.Server.CodeSigning;

/// <summary>Looks at the signature of a zip.</summary>
/// <remarks>Source: docs/contracts/code-signing.md#signature.</remarks>
internal static class SignatureReading
{
    private const int MaxSignatureBytes = 1024 * 1024;
    private const string Sha384 = "2.16.840.1.101.3.4.2.2";

    /// <param name="zip">A whole zip; anything else is broken. Of an unsigned one only the directory is read.</param>
    /// <param name="limits">Those that the zip is unpacked within.</param>
    /// <param name="trusted">Asked for only when there is a signature.</param>
    public static SignatureFinding Read(byte[] zip, CodeLimits limits, Func<TrustedSigners> trusted)
    {
        if (ZipDirectory.Read(zip, limits, out var entries) is { } refusal)
        {
            return new SignatureFinding.Broken($"The zip cannot be read: {refusal}.");
        }

        if (entries.FirstOrDefault(entry => CodeDigest.IsSignature(entry, zip)) is not { } signature)
        {
            return new SignatureFinding.NotSigned();
        }

        try
        {
            return Verify(ReadSignature(signature, zip), CodeDigest.Compute(zip, entries), trusted());
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or CryptographicException or AsnContentException or ArgumentException
            or FormatException or NotSupportedException or EndOfStreamException)
        {
            // What readers of packed content, PEM, certificates and CMS make of bytes that are none.
            return new SignatureFinding.Broken(unreadable.Message);
        }
    }

    private static byte[] ReadSignature(ZipEntry entry, byte[] zip)
    {
        using var content = entry.Open(zip);
        var text = new byte[MaxSignatureBytes + 1];
        var length = content.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        if (length > MaxSignatureBytes)
        {
            throw new InvalidDataException("The signature is too long.");
        }

        var pem = Encoding.ASCII.GetString(text, 0, length);
        var fields = PemEncoding.Find(pem);
        return Convert.FromBase64String(pem[fields.Base64Data]);
    }

    private static SignatureFinding Verify(byte[] envelope, byte[] digest, TrustedSigners trusted)
    {
        var cms = new SignedCms(new ContentInfo(digest), detached: true);
        cms.Decode(envelope);
        if (cms.SignerInfos.Count != 1 || cms.SignerInfos[0] is not { Certificate: { } certificate } signer)
        {
            return new SignatureFinding.Broken("The signature does not have exactly one signer with a certificate.");
        }

        if (signer.DigestAlgorithm.Value != Sha384)
        {
            return new SignatureFinding.Broken("The signature is not over SHA-384.");
        }

        signer.CheckSignature(verifySignatureOnly: true);
        if (SignatureClaims.TryRead(signer) is not { } claims)
        {
            return new SignatureFinding.Broken("The signature does not say who made it, by which job and when.");
        }

        // Signing certificates live for days: what counts is that they lived when they signed.
        return trusted.Vouch(certificate, cms.Certificates, claims.ProfileVersionArn, claims.SigningTime)
            ? new SignatureFinding.Genuine(
                claims.ProfileVersionArn,
                claims.JobArn,
                claims.Expires,
                trusted.IsRevoked(claims.JobArn) || trusted.IsRevoked(claims.ProfileVersionArn))
            : new SignatureFinding.Broken($"No trusted certificate vouches for {claims.ProfileVersionArn}.");
    }
}
