using System.Buffers;

namespace Goldcrest.Core.Identity;

/// <summary>The query as it stands in a canonical request: each name and value encoded alike, sorted by name, then by value.</summary>
/// <remarks>Source: docs/contracts/identity.md#canonical-request.</remarks>
internal static class CanonicalQuery
{
    /// <param name="output">Receives the canonical query.</param>
    /// <param name="query">As sent, without the question mark.</param>
    /// <param name="except">A parameter to leave out, in canonical spelling; empty leaves none out.</param>
    public static void Write(ref Utf8Buffer output, ReadOnlySpan<char> query, ReadOnlySpan<byte> except)
    {
        if (query.IsEmpty)
        {
            return;
        }

        using var sent = new Utf8Buffer(query.Length * 3);
        sent.Add(query);
        var encoded = new Utf8Buffer(sent.Length * 3);
        var pairs = ArrayPool<Pair>.Shared.Rent(sent.Written.Count((byte)'&') + 1);
        try
        {
            var count = Encode(ref encoded, sent.Written, except, pairs);
            if (count > 1)
            {
                pairs.AsSpan(0, count).Sort(new PairOrder(encoded.Array));
            }

            for (var i = 0; i < count; i++)
            {
                if (i > 0)
                {
                    output.Add((byte)'&');
                }

                output.Add(pairs[i].Name(encoded.Array));
                output.Add((byte)'=');
                output.Add(pairs[i].Value(encoded.Array));
            }
        }
        finally
        {
            ArrayPool<Pair>.Shared.Return(pairs);
            encoded.Dispose();
        }
    }

    private static int Encode(ref Utf8Buffer encoded, ReadOnlySpan<byte> rest, ReadOnlySpan<byte> except, Span<Pair> pairs)
    {
        var count = 0;
        while (rest.Length > 0)
        {
            var end = rest.IndexOf((byte)'&');
            var pair = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf((byte)'=');
            var start = encoded.Length;
            UriEncoding.Normalize(ref encoded, equals < 0 ? pair : pair[..equals]);
            var middle = encoded.Length;
            if (except.Length > 0 && encoded.Written[start..].SequenceEqual(except))
            {
                continue;
            }

            UriEncoding.Normalize(ref encoded, equals < 0 ? [] : pair[(equals + 1)..]);
            pairs[count++] = new Pair(start, middle, encoded.Length);
        }

        return count;
    }

    private readonly record struct Pair(int Start, int Middle, int End)
    {
        public ReadOnlySpan<byte> Name(byte[] bytes) => bytes.AsSpan(Start, Middle - Start);

        public ReadOnlySpan<byte> Value(byte[] bytes) => bytes.AsSpan(Middle, End - Middle);
    }

    private readonly struct PairOrder(byte[] bytes) : IComparer<Pair>
    {
        public int Compare(Pair x, Pair y)
        {
            var byName = x.Name(bytes).SequenceCompareTo(y.Name(bytes));
            return byName != 0 ? byName : x.Value(bytes).SequenceCompareTo(y.Value(bytes));
        }
    }
}
