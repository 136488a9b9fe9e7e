using Goldcrest.Core.Functions;

namespace Goldcrest.Server.Functions;

/// <summary>One page of a list of versions.</summary>
/// <param name="Items">At most <see cref="FunctionLimits.MaxPageSize"/>.</param>
/// <param name="NextMarker">Leads to the next page; null on the last one.</param>
/// <remarks>Source: docs/contracts/functions.md#lists.</remarks>
internal sealed record FunctionPage(IReadOnlyList<FunctionVersion> Items, string? NextMarker)
{
    /// <param name="all">In the order of <see cref="FunctionPosition"/>.</param>
    /// <param name="marker">Null or empty for the first page.</param>
    /// <param name="maxItems">Null for as many as a page may have.</param>
    /// <returns>Null when the marker was never given out.</returns>
    public static FunctionPage? TryTake(IEnumerable<FunctionVersion> all, string? marker, int? maxItems)
    {
        var first = default(FunctionPosition?);
        if (!string.IsNullOrEmpty(marker) && (first = FunctionPosition.TryParse(marker)) is null)
        {
            return null;
        }

        var size = Math.Min(maxItems ?? FunctionLimits.MaxPageSize, FunctionLimits.MaxPageSize);
        var rest = first is { } start ? all.SkipWhile(version => FunctionPosition.Of(version).IsBefore(start)) : all;
        var taken = rest.Take(size + 1).ToList();
        return taken.Count <= size
            ? new FunctionPage(taken, null)
            : new FunctionPage(taken[..size], FunctionPosition.Of(taken[size]).ToMarker());
    }
}
