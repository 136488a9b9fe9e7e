using System.Buffers.Text;

namespace Goldcrest.Core.Images;

/// <summary>The facts that pax archives keep about an entry: lines of "length key=value".</summary>
public static class PaxRecords
{
    /// <param name="content">Of the entry that holds the facts.</param>
    /// <returns>Those whose values are text; null when the lines are no such lines.</returns>
    public static IReadOnlyDictionary<string, string>? TryRead(ReadOnlySpan<byte> content)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        while (!content.IsEmpty)
        {
            if (!Utf8Parser.TryParse(content, out int length, out var digits) || length <= digits + 2 || length > content.Length
                || content[digits] != ' ' || content[length - 1] != '\n')
            {
                return null;
            }

            var line = content[(digits + 1)..(length - 1)];
            var equals = line.IndexOf((byte)'=');
            if (equals <= 0)
            {
                return null;
            }

            // Extended attributes are bytes, and are not kept.
            if (TarHeader.TryText(line[..equals]) is { } key && TarHeader.TryText(line[(equals + 1)..]) is { } value)
            {
                facts[key] = value;
            }

            content = content[length..];
        }

        return facts;
    }
}
