using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;

namespace Goldcrest.Server.CodeSigning;

/// <summary>What a signature says of itself, in attributes that it covers.</summary>
/// <remarks>Source: docs/contracts/code-signing.md#signature.</remarks>
internal sealed record SignatureClaims(string JobArn, string ProfileVersionArn, DateTimeOffset? Expires, DateTimeOffset SigningTime)
{
    private const string JobOid = "1.3.187.137.1.2";
    private const string ExpiryOid = "1.3.187.137.1.3";
    private const string ProfileOid = "1.3.187.137.1.4";
    private const string SigningTimeOid = "1.2.840.113549.1.9.5";

    /// <returns>Null when a claim is missing, written twice or unreadable.</returns>
    public static SignatureClaims? TryRead(SignerInfo signer)
    {
        try
        {
            return Find(signer, JobOid) is { } job && Find(signer, ProfileOid) is { } profile && Find(signer, SigningTimeOid) is { } time
                ? new SignatureClaims(Text(job), Text(profile), Find(signer, ExpiryOid) is { } end ? Time(end) : null, Time(time))
                : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    public AsnEncodedData[] ToAttributes()
    {
        AsnEncodedData[] claims = [Text(JobOid, JobArn), Text(ProfileOid, ProfileVersionArn), Time(SigningTimeOid, SigningTime)];
        return Expires is { } end ? [.. claims, Time(ExpiryOid, end)] : claims;
    }

    private static byte[]? Find(SignerInfo signer, string oid)
    {
        byte[]? found = null;
        foreach (var attribute in signer.SignedAttributes)
        {
            if (attribute.Oid.Value != oid)
            {
                continue;
            }

            if (found is not null || attribute.Values.Count != 1)
            {
                return null;
            }

            found = attribute.Values[0].RawData;
        }

        return found;
    }

    private static string Text(byte[] value)
    {
        var reader = new AsnReader(value, AsnEncodingRules.BER);
        var text = reader.ReadCharacterString(UniversalTagNumber.UTF8String);
        reader.ThrowIfNotEmpty();
        return text;
    }

    private static DateTimeOffset Time(byte[] value)
    {
        var reader = new AsnReader(value, AsnEncodingRules.BER);
        var time = reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();
        reader.ThrowIfNotEmpty();
        return time;
    }

    private static AsnEncodedData Text(string oid, string value)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteCharacterString(UniversalTagNumber.UTF8String, value);
        return new AsnEncodedData(oid, writer.Encode());
    }

    private static AsnEncodedData Time(string oid, DateTimeOffset value)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteGeneralizedTime(value, omitFractionalSeconds: true);
        return new AsnEncodedData(oid, writer.Encode());
    }
}
