using System.Diagnostics.CodeAnalysis;
using Goldcrest.Core.Identity;

namespace Goldcrest.Server.Identity;

/// <summary>Reads <c>AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…</c>, parts in any order.</summary>
internal static class AuthorizationHeader
{
    /// <param name="header">As sent.</param>
    /// <param name="claim">What could be read; parts that are missing are null.</param>
    /// <returns>False when a part is not of the form name=value, or comes twice, as in a repeated header.</returns>
    public static bool TryRead(ReadOnlySpan<char> header, [NotNullWhen(true)] out SignatureClaim? claim)
    {
        claim = null;
        header = header.Trim();
        var space = header.IndexOf(' ');
        var algorithm = space < 0 ? header : header[..space];
        var rest = space < 0 ? [] : header[(space + 1)..];
        if (!algorithm.SequenceEqual(SigV4.Algorithm))
        {
            claim = new SignatureClaim { Presigned = false, Algorithm = algorithm.ToString() };
            return true;
        }

        string? credential = null, signedHeaders = null, signature = null;
        while (!rest.IsEmpty)
        {
            var comma = rest.IndexOf(',');
            var part = (comma < 0 ? rest : rest[..comma]).Trim();
            rest = comma < 0 ? [] : rest[(comma + 1)..];
            var equals = part.IndexOf('=');
            if (equals < 0)
            {
                return false;
            }

            var value = part[(equals + 1)..];
            var isNew = part[..equals] switch
            {
                "Credential" => TrySet(ref credential, value),
                "SignedHeaders" => TrySet(ref signedHeaders, value),
                "Signature" => TrySet(ref signature, value),
                _ => true,
            };
            if (!isNew)
            {
                return false;
            }
        }

        claim = new SignatureClaim
        {
            Presigned = false,
            Algorithm = SigV4.Algorithm,
            Credential = credential,
            SignedHeaders = signedHeaders,
            Signature = signature,
        };
        return true;
    }

    private static bool TrySet(ref string? part, ReadOnlySpan<char> value)
    {
        var isNew = part is null;
        part = value.ToString();
        return isNew;
    }
}
