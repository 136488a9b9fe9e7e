using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Goldcrest.Core.Identity;
using Goldcrest.Wire.Protocol;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Identity;

/// <summary>Believes a request when its Signature Version 4, in the header or in the query, was made with a key of the store.</summary>
/// <remarks>Source: docs/contracts/identity.md.</remarks>
internal sealed partial class RequestAuthenticator(
    ICredentialStore credentials, TimeProvider time, ILogger<RequestAuthenticator> logger) : IAuthenticator
{
    /// <summary>How far a client's clock may be off, either way.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private const int MaxSignedHeaders = 256;

    private readonly SigningKeyCache _keys = new();

    public AuthOutcome.Refused? RefuseUnread(WireRequest request, string service)
    {
        var refused = Identify(request, service, out _);
        Log(refused);
        return refused;
    }

    public AuthOutcome Authenticate(WireRequest request, string service)
    {
        var outcome = Decide(request, service);
        Log(outcome as AuthOutcome.Refused);
        return outcome;
    }

    private AuthOutcome Decide(WireRequest request, string service)
    {
        if (Identify(request, service, out var signer) is { } stranger)
        {
            return stranger;
        }

        if (ReadPayloadHash(request, out var payloadHash) is { } wrongPayload)
        {
            return wrongPayload;
        }

        var credential = signer!.Credential;
        return IsSignedBy(signer, request, payloadHash)
            ? new AuthOutcome.Authenticated(credential.Account, signer.Scope.Region, credential.PrincipalArn, credential.AccessKeyId)
            : Refuse(AuthRefusal.BadSignature, AuthText.Mismatch);
    }

    /// <summary>Finds whose signature the request claims to have; whether it does is not known then.</summary>
    private AuthOutcome.Refused? Identify(WireRequest request, string service, out Signer? signer)
    {
        signer = null;
        if (ReadClaim(request, out var claim, out var date) is { } unread)
        {
            return unread;
        }

        if (ReadScope(claim!, date, service, out var accessKeyId, out var scope, out var signed) is { } wrongScope)
        {
            return wrongScope;
        }

        if (CheckTime(claim!, date, signed) is { } wrongTime)
        {
            return wrongTime;
        }

        if (!SignsHost(claim!.SignedHeaders))
        {
            return Refuse(AuthRefusal.BadSignature, AuthText.HostNotSigned);
        }

        var token = claim.Presigned ? claim.SessionToken : request.Headers.Find("X-Amz-Security-Token");
        if (credentials.Find(accessKeyId, token) is not { } credential)
        {
            return Refuse(AuthRefusal.UnknownKey, AuthText.UnknownKey);
        }

        if (credential.Expires <= time.GetUtcNow())
        {
            return Refuse(AuthRefusal.ExpiredKey, AuthText.ExpiredKey);
        }

        signer = new Signer(credential, claim, date, scope);
        return null;
    }

    /// <summary>Finds the claim and checks that no part of it is missing.</summary>
    private static AuthOutcome.Refused? ReadClaim(WireRequest request, out SignatureClaim? claim, out string date)
    {
        date = "";
        if (request.Headers.Find("Authorization") is { } header)
        {
            if (!AuthorizationHeader.TryRead(header, out claim))
            {
                return Refuse(AuthRefusal.Incomplete, AuthText.BrokenHeader(header));
            }

            var sent = request.Headers.Find("X-Amz-Date") ?? request.Headers.Find("Date");
            if (claim.Credential is null || claim.Signature is null || claim.SignedHeaders is null || sent is null)
            {
                return Refuse(AuthRefusal.Incomplete, AuthText.MissingInHeader(claim, dated: sent is not null, header));
            }

            date = IsoFromHttp(sent);
            return null;
        }

        claim = PresignedQuery.Find(request.RawQuery);
        if (claim is null)
        {
            return Refuse(AuthRefusal.Unsigned, AuthText.Unsigned);
        }

        if (claim.Algorithm is null || claim.Credential is null || claim.Signature is null
            || claim.SignedHeaders is null || claim.Date is null)
        {
            return Refuse(AuthRefusal.Incomplete, AuthText.MissingInQuery(claim));
        }

        date = claim.Date;
        return claim.Algorithm == SigV4.Algorithm
            ? null
            : Refuse(AuthRefusal.Incomplete, AuthText.UnknownAlgorithm(claim.Algorithm));
    }

    private static AuthOutcome.Refused? ReadScope(
        SignatureClaim claim, string date, string service, out string accessKeyId, out CredentialScope scope, out DateTimeOffset signed)
    {
        (accessKeyId, scope, signed) = ("", default, default);
        ReadOnlySpan<char> text = claim.Credential;
        Span<Range> parts = stackalloc Range[6];
        if (text.Split(parts, '/') != 5 || text[parts[0]].IsEmpty)
        {
            return Refuse(AuthRefusal.Incomplete, AuthText.BadCredential(claim.Credential!));
        }

        if (!TryParseDate(date, out signed))
        {
            return Refuse(AuthRefusal.Incomplete, AuthText.BadDate(date));
        }

        if (!text[parts[4]].SequenceEqual(SigV4.Terminator))
        {
            return Refuse(AuthRefusal.BadSignature, AuthText.BadTerminator);
        }

        if (!IdentityOptions.IsRegion(text[parts[2]]))
        {
            return Refuse(AuthRefusal.BadSignature, AuthText.BadRegion);
        }

        if (!text[parts[3]].SequenceEqual(service))
        {
            return Refuse(AuthRefusal.BadSignature, AuthText.BadService(service));
        }

        if (!date.AsSpan().StartsWith(text[parts[1]], StringComparison.Ordinal) || text[parts[1]].Length != 8)
        {
            return Refuse(AuthRefusal.BadSignature, AuthText.BadScopeDate(text[parts[1]].ToString(), date));
        }

        accessKeyId = text[parts[0]].ToString();
        scope = new CredentialScope(text[parts[1]].ToString(), text[parts[2]].ToString(), service);
        return null;
    }

    private AuthOutcome.Refused? CheckTime(SignatureClaim claim, string date, DateTimeOffset signed)
    {
        var now = time.GetUtcNow();
        var life = ClockSkew;
        if (claim is { Presigned: true, Expires: { } expires })
        {
            if (!int.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                || seconds is < 1 or > 604_800)
            {
                return Refuse(AuthRefusal.Incomplete, AuthText.BadExpires);
            }

            life = TimeSpan.FromSeconds(seconds);
        }

        if (signed < now - life)
        {
            return Refuse(AuthRefusal.BadSignature, AuthText.TooOld(date, now, life));
        }

        return signed > now + ClockSkew ? Refuse(AuthRefusal.BadSignature, AuthText.TooNew(date, now, ClockSkew)) : null;
    }

    private static AuthOutcome.Refused? ReadPayloadHash(WireRequest request, out string payloadHash)
    {
        var declared = request.Headers.Find("X-Amz-Content-SHA256");
        if (declared == SigV4.UnsignedPayload)
        {
            payloadHash = declared;
            return null;
        }

        payloadHash = SigV4.HashPayload(request.Body.Span);
        if (declared is null || declared == payloadHash)
        {
            return null;
        }

        return declared.StartsWith("STREAMING-", StringComparison.Ordinal)
            ? Refuse(AuthRefusal.Incomplete, AuthText.Streaming(declared))
            : Refuse(AuthRefusal.BadSignature, AuthText.Mismatch);
    }

    private bool IsSignedBy(Signer signer, WireRequest request, string payloadHash)
    {
        var (credential, claim, date, scope) = signer;
        var secret = credential.Secret;
        Span<byte> claimed = stackalloc byte[SigV4.HashBytes];
        if (claim.Signature!.Length != SigV4.HashBytes * 2
            || Convert.FromHexString(claim.Signature, claimed, out _, out _) != OperationStatus.Done)
        {
            return false;
        }

        ReadOnlySpan<char> names = claim.SignedHeaders;
        var count = names.Count(';') + 1;
        if (count > MaxSignedHeaders)
        {
            return false;
        }

        var headers = ArrayPool<KeyValuePair<string, string>>.Shared.Rent(count);
        try
        {
            var found = 0;
            foreach (var range in names.Split(';'))
            {
                var name = names[range].ToString();
                headers[found++] = new(name, request.Headers.Find(name) ?? "");
            }

            var cached = _keys.Find(secret, scope);
            var key = cached ?? new byte[SigV4.HashBytes];
            if (cached is null)
            {
                SigV4.DeriveKey(secret, scope, key);
            }

            Span<byte> signature = stackalloc byte[SigV4.HashBytes];
            SigV4.Sign(key, date, scope, new CanonicalRequest
            {
                Method = request.Method,
                Path = request.RawPath,
                Query = request.RawQuery,
                Headers = headers.AsSpan(0, found),
                SignedHeaders = names,
                PayloadHash = payloadHash,
                WithoutSignatureParameter = claim.Presigned,
            }, signature);
            var good = CryptographicOperations.FixedTimeEquals(signature, claimed);
            if (good && cached is null)
            {
                _keys.Keep(secret, scope, key);
            }

            return good;
        }
        finally
        {
            ArrayPool<KeyValuePair<string, string>>.Shared.Return(headers, clearArray: true);
        }
    }

    private static bool SignsHost(ReadOnlySpan<char> names)
    {
        foreach (var range in names.Split(';'))
        {
            if (names[range] is "host")
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryParseDate(string date, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        date, SigV4.DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    /// <summary>A Date header in HTTP's own form becomes the form that is signed; anything else stays as it is.</summary>
    private static string IsoFromHttp(string date) =>
        date.Length > 16 && DateTimeOffset.TryParseExact(
            date, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.UtcDateTime.ToString(SigV4.DateFormat, CultureInfo.InvariantCulture)
            : date;

    private void Log(AuthOutcome.Refused? refused)
    {
        if (refused is not null)
        {
            LogRefused(refused.Reason, refused.Message);
        }
    }

    private static AuthOutcome.Refused Refuse(AuthRefusal reason, string message) => new(reason, message);

    /// <summary>Whose signature it claims to be, and over what besides the request.</summary>
    private sealed record Signer(Credential Credential, SignatureClaim Claim, string Date, CredentialScope Scope);
}
