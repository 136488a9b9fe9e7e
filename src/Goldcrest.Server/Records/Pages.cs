using System.Text;

namespace Goldcrest.Server.Records;

/// <summary>Lists in pages. A marker is the name of the first item of the next page, so that a page stays right when items before it come or go.</summary>
internal static class Pages
{
    /// <summary>Items of one page when the client names no number.</summary>
    public const int DefaultSize = 50;

    /// <param name="sorted">In ordinal order of their names.</param>
    /// <param name="marker">Of the page before; null begins. One that this list never gave begins where its name would stand, or anew when it is none.</param>
    public static Page<T> Of<T>(IEnumerable<T> sorted, Func<T, string> name, string? marker, int? maxItems)
    {
        var size = maxItems ?? DefaultSize;
        var from = Decode(marker);
        var taken = sorted.SkipWhile(item => from is not null && string.CompareOrdinal(name(item), from) < 0).Take(size + 1).ToList();
        return taken.Count <= size ? new Page<T>(taken, null) : new Page<T>(taken[..size], Encode(name(taken[size])));
    }

    private static string Encode(string name) => Convert.ToBase64String(Encoding.UTF8.GetBytes(name));

    private static string? Decode(string? marker)
    {
        var bytes = new byte[marker?.Length ?? 0];
        return marker is not null && Convert.TryFromBase64String(marker, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
