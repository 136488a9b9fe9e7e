namespace Goldcrest.Wire.Protocol;

/// <summary>Reads single parameters out of a raw query. Names compare with case; nothing is indexed, since queries are short.</summary>
internal static class WireQuery
{
    /// <returns>The first value, decoded, empty for a bare name; null when the parameter is absent.</returns>
    public static string? Find(string rawQuery, string name)
    {
        foreach (var part in rawQuery.AsSpan().Split('&'))
        {
            if (ValueOf(rawQuery.AsSpan()[part], name, out var value))
            {
                return Decode(value);
            }
        }

        return null;
    }

    /// <returns>Every value, in order; null when the parameter is absent.</returns>
    public static IReadOnlyList<string>? FindAll(string rawQuery, string name)
    {
        List<string>? values = null;
        foreach (var part in rawQuery.AsSpan().Split('&'))
        {
            if (ValueOf(rawQuery.AsSpan()[part], name, out var value))
            {
                (values ??= []).Add(Decode(value));
            }
        }

        return values;
    }

    /// <summary>Whether the query holds this constant, as some URIs of a model demand.</summary>
    public static bool Has(string rawQuery, string name, string value) => rawQuery.Length > 0 && Find(rawQuery, name) == value;

    private static bool ValueOf(ReadOnlySpan<char> part, string name, out ReadOnlySpan<char> value)
    {
        var equals = part.IndexOf('=');
        var rawName = equals < 0 ? part : part[..equals];
        value = equals < 0 ? default : part[(equals + 1)..];
        return rawName.Contains('%') ? Decode(rawName) == name : rawName.SequenceEqual(name);
    }

    private static string Decode(ReadOnlySpan<char> raw)
    {
        if (!raw.ContainsAny('%', '+'))
        {
            return raw.ToString();
        }

        return Uri.UnescapeDataString(raw.ToString().Replace('+', ' '));
    }
}
