using System.Buffers;
using System.Security.Cryptography;

namespace Goldcrest.Core.Identity;

/// <summary>A request in the one spelling that both sides of a signature agree on.</summary>
/// <remarks>Source: docs/contracts/identity.md#canonical-request.</remarks>
public readonly ref struct CanonicalRequest
{
    public required ReadOnlySpan<char> Method { get; init; }

    /// <summary>As it goes over the network: percent-encoded, without the query.</summary>
    public required ReadOnlySpan<char> Path { get; init; }

    /// <summary>As it goes over the network, without the question mark.</summary>
    public required ReadOnlySpan<char> Query { get; init; }

    /// <summary>The signed headers, names in lower case, in the order of <see cref="SignedHeaders"/>.</summary>
    public required ReadOnlySpan<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>The names of <see cref="Headers"/>, joined by semicolons.</summary>
    public required ReadOnlySpan<char> SignedHeaders { get; init; }

    /// <summary>Lower-case hex of the body's SHA-256, or <see cref="SigV4.UnsignedPayload"/>.</summary>
    public required ReadOnlySpan<char> PayloadHash { get; init; }

    /// <summary>True for a presigned link: the query's own signature is not part of what is signed.</summary>
    public bool WithoutSignatureParameter { get; init; }

    /// <param name="destination">32 bytes.</param>
    public void Hash(Span<byte> destination)
    {
        var text = new Utf8Buffer(1024 + Path.Length + Query.Length);
        try
        {
            Write(ref text);
            SHA256.HashData(text.Written, destination);
        }
        finally
        {
            text.Dispose();
        }
    }

    internal void Write(ref Utf8Buffer text)
    {
        text.Add(Method);
        text.Add((byte)'\n');
        CanonicalPath.Write(ref text, Path);
        text.Add((byte)'\n');
        CanonicalQuery.Write(ref text, Query, WithoutSignatureParameter ? "X-Amz-Signature"u8 : []);
        text.Add((byte)'\n');
        foreach (var (name, value) in Headers)
        {
            text.Add(name);
            text.Add((byte)':');
            AddFolded(ref text, value);
            text.Add((byte)'\n');
        }

        text.Add((byte)'\n');
        text.Add(SignedHeaders);
        text.Add((byte)'\n');
        text.Add(PayloadHash);
    }

    /// <summary>Trims the value and makes one space of every run of blanks.</summary>
    private static void AddFolded(ref Utf8Buffer text, ReadOnlySpan<char> value)
    {
        var first = true;
        while (true)
        {
            value = value.TrimStart(Blanks);
            if (value.IsEmpty)
            {
                return;
            }

            if (!first)
            {
                text.Add((byte)' ');
            }

            first = false;
            var end = value.IndexOfAny(BlankSet);
            text.Add(end < 0 ? value : value[..end]);
            value = end < 0 ? [] : value[end..];
        }
    }

    private const string Blanks = " \t\r\n\v\f";

    private static readonly SearchValues<char> BlankSet = SearchValues.Create(Blanks);
}
