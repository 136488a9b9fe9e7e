using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Goldcrest.Core.Identity;

namespace Goldcrest.Server.Identity;

/// <summary>AWS's sentences for requests it does not believe.</summary>
/// <remarks>Source: docs/contracts/identity.md#refusals.</remarks>
internal static class AuthText
{
    public const string Unsigned = "Missing Authentication Token";

    public const string UnknownKey = "The security token included in the request is invalid.";

    public const string ExpiredKey = "The security token included in the request is expired";

    public const string Mismatch =
        "The request signature we calculated does not match the signature you provided. "
        + "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

    public const string HostNotSigned = "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.";

    public const string BadRegion = "Credential should be scoped to a valid region. ";

    public const string BadTerminator = "Credential should be scoped with a valid terminator: 'aws4_request'. ";

    public const string BadExpires = "X-Amz-Expires must be a whole number of seconds from 1 to 604800.";

    public static string BadService(string service) => $"Credential should be scoped to correct service: '{service}'. ";

    public static string BadCredential(string credential) =>
        $"Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{credential}'";

    public static string BadDate(string date) =>
        $"Date must be in ISO-8601 'basic format'. Got '{date}'. See http://en.wikipedia.org/wiki/ISO_8601";

    public static string BadScopeDate(string scopeDate, string date) =>
        $"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{scopeDate}' != '{date[..8]}', from '{date}'.";

    public static string BrokenHeader(string header) =>
        $"Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '{Hash(header)}'.";

    public static string MissingInHeader(SignatureClaim claim, bool dated, string header)
    {
        var text = new StringBuilder();
        Append(text, claim.Credential, "Authorization header requires 'Credential' parameter. ");
        Append(text, claim.Signature, "Authorization header requires 'Signature' parameter. ");
        Append(text, claim.SignedHeaders, "Authorization header requires 'SignedHeaders' parameter. ");
        Append(text, dated ? "" : null, "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
        return text.Append(CultureInfo.InvariantCulture, $"(Hashed with SHA-256 and encoded with Base64) Authorization={Hash(header)}").ToString();
    }

    public static string MissingInQuery(SignatureClaim claim)
    {
        var text = new StringBuilder();
        Append(text, claim.Algorithm, "AWS query-string parameters must include 'X-Amz-Algorithm'. ");
        Append(text, claim.Credential, "AWS query-string parameters must include 'X-Amz-Credential'. ");
        Append(text, claim.Signature, "AWS query-string parameters must include 'X-Amz-Signature'. ");
        Append(text, claim.SignedHeaders, "AWS query-string parameters must include 'X-Amz-SignedHeaders'. ");
        Append(text, claim.Date, "AWS query-string parameters must include 'X-Amz-Date'. ");
        return text.Append("Re-examine the query-string parameters.").ToString();
    }

    public static string UnknownAlgorithm(string algorithm) => $"Unsupported AWS 'algorithm': '{algorithm}'.";

    public static string Streaming(string value) =>
        $"The x-amz-content-sha256 value '{value}' is not supported: send the body in one piece with its SHA-256, or {SigV4.UnsignedPayload}.";

    public static string TooOld(string date, DateTimeOffset now, TimeSpan window) =>
        $"Signature expired: {date} is now earlier than {Iso(now - window)} ({Iso(now)} - {Minutes(window)} min.)";

    public static string TooNew(string date, DateTimeOffset now, TimeSpan window) =>
        $"Signature not yet current: {date} is still later than {Iso(now + window)} ({Iso(now)} + {Minutes(window)} min.)";

    private static void Append(StringBuilder text, string? part, string sentence)
    {
        if (part is null)
        {
            text.Append(sentence);
        }
    }

    // What the client sent may hold a secret put in the wrong place: it is never repeated, AWS hashes it too.
    private static string Hash(string header) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(header)));

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString(SigV4.DateFormat, CultureInfo.InvariantCulture);

    private static string Minutes(TimeSpan window) => window.TotalMinutes.ToString("0.##", CultureInfo.InvariantCulture);
}
