using System.Security.Cryptography;
using System.Text;

namespace Goldcrest.Core.Identity;

/// <summary>The arithmetic of AWS Signature Version 4 (HMAC-SHA256): signing key, string to sign, signature.</summary>
/// <remarks>Source: docs/contracts/identity.md.</remarks>
public static class SigV4
{
    public const string Algorithm = "AWS4-HMAC-SHA256";
    public const string Terminator = "aws4_request";

    /// <summary>Stands for the payload's hash when the body is not covered by the signature.</summary>
    public const string UnsignedPayload = "UNSIGNED-PAYLOAD";

    /// <summary>Bytes of a signature, a hash and a signing key.</summary>
    public const int HashBytes = 32;

    /// <summary>Form of dates in requests, always UTC, for example 20260131T235959Z.</summary>
    public const string DateFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <param name="secret">The secret access key.</param>
    /// <param name="scope">Gives date, region and service.</param>
    /// <param name="key">Receives 32 bytes.</param>
    public static void DeriveKey(string secret, in CredentialScope scope, Span<byte> key)
    {
        var text = new Utf8Buffer(128);
        try
        {
            text.Add("AWS4"u8);
            text.Add(secret);
            var secretBytes = text.Length;
            Span<byte> step = stackalloc byte[HashBytes];
            text.Add(scope.Date);
            HMACSHA256.HashData(text.Written[..secretBytes], text.Written[secretBytes..], key);
            text.Truncate(0);
            text.Add(scope.Region);
            HMACSHA256.HashData(key, text.Written, step);
            text.Truncate(0);
            text.Add(scope.Service);
            HMACSHA256.HashData(step, text.Written, key);
            HMACSHA256.HashData(key, "aws4_request"u8, step);
            step.CopyTo(key);
            CryptographicOperations.ZeroMemory(step);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text.Array);
            text.Dispose();
        }
    }

    /// <param name="key">From <see cref="DeriveKey"/>.</param>
    /// <param name="date">The request's time in <see cref="DateFormat"/>.</param>
    /// <param name="scope">The scope that the request names.</param>
    /// <param name="request">What is signed.</param>
    /// <param name="signature">Receives 32 bytes.</param>
    public static void Sign(
        ReadOnlySpan<byte> key, ReadOnlySpan<char> date, in CredentialScope scope, in CanonicalRequest request, Span<byte> signature)
    {
        Span<byte> hash = stackalloc byte[HashBytes];
        request.Hash(hash);
        var text = new Utf8Buffer(192);
        try
        {
            text.Add("AWS4-HMAC-SHA256\n"u8);
            text.Add(date);
            text.Add((byte)'\n');
            text.Add(scope.Date);
            text.Add((byte)'/');
            text.Add(scope.Region);
            text.Add((byte)'/');
            text.Add(scope.Service);
            text.Add("/aws4_request\n"u8);
            text.AddHex(hash);
            HMACSHA256.HashData(key, text.Written, signature);
        }
        finally
        {
            text.Dispose();
        }
    }

    /// <summary>Lower-case hex of the body's SHA-256.</summary>
    public static string HashPayload(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[HashBytes];
        SHA256.HashData(body, hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>Percent-encodes one path segment or query word as a signed request must spell it.</summary>
    public static string EncodeUri(string value)
    {
        var text = new Utf8Buffer(value.Length * 3);
        try
        {
            UriEncoding.Encode(ref text, Encoding.UTF8.GetBytes(value));
            return Encoding.UTF8.GetString(text.Written);
        }
        finally
        {
            text.Dispose();
        }
    }
}
