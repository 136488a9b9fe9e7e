using System.Globalization;

namespace Goldcrest.Core.Identity;

/// <summary>Signs requests the way AWS's own clients do, in a header or in the query.</summary>
/// <remarks>Source: docs/contracts/identity.md.</remarks>
public static class RequestSigner
{
    /// <summary>Longest life of a presigned link: seven days.</summary>
    public static readonly TimeSpan MaxLinkLife = TimeSpan.FromDays(7);

    /// <param name="key">Signs.</param>
    /// <param name="region">Region of the credential scope.</param>
    /// <param name="service">Service of the credential scope.</param>
    /// <param name="time">When the request is sent.</param>
    /// <param name="method">In upper case.</param>
    /// <param name="url">Absolute; its path and query are signed as spelt.</param>
    /// <param name="headers">Further headers to sign; host, date and token are added here.</param>
    /// <param name="payloadHash">From <see cref="SigV4.HashPayload"/>, or <see cref="SigV4.UnsignedPayload"/>.</param>
    /// <returns>The headers to send besides those given: X-Amz-Date, X-Amz-Security-Token if any, Authorization.</returns>
    public static IReadOnlyList<KeyValuePair<string, string>> SignHeader(
        SigningKeyPair key, string region, string service, DateTimeOffset time,
        string method, Uri url, IEnumerable<KeyValuePair<string, string>> headers, string payloadHash)
    {
        var date = Date(time);
        var added = new List<KeyValuePair<string, string>> { new("X-Amz-Date", date) };
        if (key.SessionToken is { } token)
        {
            added.Add(new("X-Amz-Security-Token", token));
        }

        if (payloadHash == SigV4.UnsignedPayload)
        {
            added.Add(new("X-Amz-Content-SHA256", payloadHash));
        }

        var signed = Fold(headers.Concat(added).Append(new("host", url.Authority)));
        var names = string.Join(';', signed.Keys);
        var scope = new CredentialScope(date[..8], region, service);
        var signature = Sign(key, scope, date, new CanonicalRequest
        {
            Method = method,
            Path = RawPath(url),
            Query = RawQuery(url),
            Headers = signed.ToArray(),
            SignedHeaders = names,
            PayloadHash = payloadHash,
        });
        added.Add(new("Authorization",
            $"{SigV4.Algorithm} Credential={key.AccessKeyId}/{scope}, SignedHeaders={names}, Signature={signature}"));
        return added;
    }

    /// <param name="key">Signs; a temporary key's token becomes part of the link.</param>
    /// <param name="region">Region of the credential scope.</param>
    /// <param name="service">Service of the credential scope.</param>
    /// <param name="time">The link works from now on.</param>
    /// <param name="life">One second to <see cref="MaxLinkLife"/>, whole seconds.</param>
    /// <param name="method">In upper case; the link works for this method only.</param>
    /// <param name="url">Absolute, without X-Amz parameters.</param>
    /// <returns>The link, good for a request without a body.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The life is out of range.</exception>
    public static Uri PresignUrl(
        SigningKeyPair key, string region, string service, DateTimeOffset time, TimeSpan life, string method, Uri url)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(life, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(life, MaxLinkLife);
        var date = Date(time);
        var scope = new CredentialScope(date[..8], region, service);
        var query = RawQuery(url);
        query += (query.Length > 0 ? "&" : "")
            + $"X-Amz-Algorithm={SigV4.Algorithm}"
            + $"&X-Amz-Credential={SigV4.EncodeUri($"{key.AccessKeyId}/{scope}")}"
            + $"&X-Amz-Date={date}"
            + string.Create(CultureInfo.InvariantCulture, $"&X-Amz-Expires={(long)life.TotalSeconds}")
            + "&X-Amz-SignedHeaders=host"
            + (key.SessionToken is { } token ? $"&X-Amz-Security-Token={SigV4.EncodeUri(token)}" : "");
        var signature = Sign(key, scope, date, new CanonicalRequest
        {
            Method = method,
            Path = RawPath(url),
            Query = query,
            Headers = [new("host", url.Authority)],
            SignedHeaders = "host",
            PayloadHash = SigV4.HashPayload([]),
        });
        return new Uri($"{url.GetLeftPart(UriPartial.Authority)}{RawPath(url)}?{query}&X-Amz-Signature={signature}");
    }

    private static string Sign(SigningKeyPair key, in CredentialScope scope, string date, in CanonicalRequest request)
    {
        Span<byte> signingKey = stackalloc byte[SigV4.HashBytes];
        Span<byte> signature = stackalloc byte[SigV4.HashBytes];
        SigV4.DeriveKey(key.Secret, scope, signingKey);
        SigV4.Sign(signingKey, date, scope, request, signature);
        return Convert.ToHexStringLower(signature);
    }

    /// <summary>Lower-case names in order; values of a repeated header joined by commas in the order given.</summary>
    private static SortedDictionary<string, string> Fold(IEnumerable<KeyValuePair<string, string>> headers)
    {
        var folded = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in headers)
        {
            var lower = name.ToLowerInvariant();
            folded[lower] = folded.TryGetValue(lower, out var before) ? $"{before},{value.Trim()}" : value.Trim();
        }

        return folded;
    }

    private static string Date(DateTimeOffset time) => time.UtcDateTime.ToString(SigV4.DateFormat, CultureInfo.InvariantCulture);

    private static string RawPath(Uri url) => url.GetComponents(UriComponents.Path | UriComponents.KeepDelimiter, UriFormat.UriEscaped);

    private static string RawQuery(Uri url) => url.GetComponents(UriComponents.Query, UriFormat.UriEscaped);
}
