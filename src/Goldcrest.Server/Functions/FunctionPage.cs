using Goldcrest.Core.Functions;
using Goldcrest.Server.Records;

namespace Goldcrest.Server.Functions;

/// <summary>Pages of lists of versions.</summary>
/// <remarks>Source: docs/contracts/functions.md#lists.</remarks>
internal static class FunctionPage
{
    /// <param name="list">As in <see cref="Pages"/>.</param>
    /// <param name="all">In the order of <see cref="FunctionPosition"/>.</param>
    /// <param name="marker">Null for the first page.</param>
    /// <param name="maxItems">Null for as many as a page may have; it never has more.</param>
    /// <returns>Null when the list never gave this marker.</returns>
    public static Page<FunctionVersion>? Of(string list, IEnumerable<FunctionVersion> all, string? marker, int? maxItems)
    {
        FunctionPosition? first = null;
        if (marker is not null && (first = PageMarker.Read(list, marker) is { } text ? FunctionPosition.TryParse(text) : null) is null)
        {
            return null;
        }

        var size = Math.Min(maxItems ?? FunctionLimits.MaxPageSize, FunctionLimits.MaxPageSize);
        var rest = first is { } start ? all.SkipWhile(version => FunctionPosition.Of(version).IsBefore(start)) : all;
        var taken = rest.Take(size + 1).ToList();
        return taken.Count <= size
            ? new Page<FunctionVersion>(taken, null)
            : new Page<FunctionVersion>(taken[..size], PageMarker.Write(list, FunctionPosition.Of(taken[size]).ToString()));
    }
}
