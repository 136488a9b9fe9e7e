namespace Goldcrest.Server.Records;

/// <summary>Lists in pages.</summary>
/// <remarks>Source: docs/contracts/wire.md#lists.</remarks>
internal static class Pages
{
    /// <summary>Items of one page when the client names no number.</summary>
    public const int DefaultSize = 50;

    /// <param name="list">Operation, owner and subject of the list: markers of one are unknown to the others.</param>
    /// <param name="sorted">In ordinal order of their names.</param>
    /// <param name="marker">Of the page before; null begins.</param>
    /// <returns>Null when the list never gave this marker.</returns>
    public static Page<T>? Of<T>(string list, IEnumerable<T> sorted, Func<T, string> name, string? marker, int? maxItems)
    {
        var size = maxItems ?? DefaultSize;
        string? from = null;
        if (marker is not null && (from = PageMarker.Read(list, marker)) is null)
        {
            return null;
        }

        var taken = sorted.SkipWhile(item => from is not null && string.CompareOrdinal(name(item), from) < 0).Take(size + 1).ToList();
        return taken.Count <= size ? new Page<T>(taken, null) : new Page<T>(taken[..size], PageMarker.Write(list, name(taken[size])));
    }
}
