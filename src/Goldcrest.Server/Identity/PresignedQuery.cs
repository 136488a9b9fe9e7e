namespace Goldcrest.Server.Identity;

/// <summary>Reads the X-Amz parameters of a presigned link.</summary>
internal static class PresignedQuery
{
    /// <returns>Null when the query claims no signature: it has neither X-Amz-Algorithm nor X-Amz-Signature.</returns>
    public static SignatureClaim? Find(ReadOnlySpan<char> query)
    {
        // The usual request has no such parameter; this look is all it pays.
        if (query.IndexOf("X-Amz-", StringComparison.Ordinal) < 0)
        {
            return null;
        }

        var claim = new SignatureClaim
        {
            Presigned = true,
            Algorithm = Value(query, "X-Amz-Algorithm"),
            Credential = Value(query, "X-Amz-Credential"),
            SignedHeaders = Value(query, "X-Amz-SignedHeaders"),
            Signature = Value(query, "X-Amz-Signature"),
            Date = Value(query, "X-Amz-Date"),
            Expires = Value(query, "X-Amz-Expires"),
            SessionToken = Value(query, "X-Amz-Security-Token"),
        };
        return claim.Algorithm is null && claim.Signature is null ? null : claim;
    }

    private static string? Value(ReadOnlySpan<char> query, string name)
    {
        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            if (pair.Length > name.Length && pair[name.Length] == '=' && pair.StartsWith(name, StringComparison.Ordinal))
            {
                return Uri.UnescapeDataString(pair[(name.Length + 1)..]);
            }
        }

        return null;
    }
}
