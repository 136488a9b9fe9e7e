namespace Goldcrest.Core.Identity;

/// <summary>
/// The path as it stands in a canonical request: empty and dot segments resolved, then the path as sent encoded once more
/// (so <c>%3A</c> becomes <c>%253A</c>), slashes excepted. All services but S3 sign it so.
/// </summary>
/// <remarks>Source: docs/contracts/identity.md#canonical-request.</remarks>
internal static class CanonicalPath
{
    public static void Write(ref Utf8Buffer output, ReadOnlySpan<char> path)
    {
        using var sent = new Utf8Buffer(path.Length * 3 + 1);
        sent.Add(path);
        var rest = sent.Written;
        var start = output.Length;

        output.Add((byte)'/');
        var trailing = rest.Length > 0 && rest[^1] == '/';
        while (rest.Length > 0)
        {
            var end = rest.IndexOf((byte)'/');
            var segment = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            AddSegment(ref output, start, segment);
        }

        // Every segment left a slash behind it; the last one counts only when the client sent one.
        if (!trailing && output.Length > start + 1)
        {
            output.Truncate(output.Length - 1);
        }
    }

    private static void AddSegment(ref Utf8Buffer output, int start, ReadOnlySpan<byte> segment)
    {
        if (segment.Length == 0 || segment.SequenceEqual("."u8))
        {
            return;
        }

        if (segment.SequenceEqual(".."u8))
        {
            var parent = output.Written[start..^1].LastIndexOf((byte)'/');
            output.Truncate(parent < 0 ? start + 1 : start + parent + 1);
            return;
        }

        UriEncoding.Encode(ref output, segment);
        output.Add((byte)'/');
    }
}
